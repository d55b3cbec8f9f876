import { z } from "zod";
import { callClerk, ClerkFault, type ClerkAnswer, type ClerkCall } from "../api";
import type { Begun, CommandAction } from "./desk";
import { Ticket } from "./ticket";

/** Something that Clerk answered, as the webhook of the same change would say it. */
export interface Seen {
  readonly type: string;
  readonly data: Record<string, unknown>;
  /** When Clerk answered, by its clock; milliseconds. */
  readonly timestamp: number;
}

/** How Clerk is asked for a command, and how it is found out later whether it was done. */
interface Doing {
  /** `spoken`: what nobody writes down. @throws ClerkFault */
  readonly ask: (command: Begun, spoken: string | null) => Promise<Seen[] | Ticket>;
  /** Reads what the command is about once more. @throws ClerkFault */
  readonly look: (command: Begun) => Promise<Look>;
}

export interface Look {
  readonly seen: readonly Seen[];
  /** Whether Clerk is as the command wanted it. */
  readonly done: boolean;
  /** When Clerk said that the person is no member; milliseconds. */
  readonly absentSince?: number;
}

const membership: Pick<Doing, "look"> = {
  async look(command) {
    const { data, date } = await callClerk({
      method: "GET",
      path: `${organizationPath(command)}/memberships`,
      query: { user_id: subjectOf(command), limit: 1 },
    });
    const [found] = Listed.parse(data).data;
    if (!found)
      return { seen: [], done: command.action !== "member.changeRole", absentSince: date };
    return {
      seen: [{ type: "organizationMembership.updated", data: found, timestamp: date }],
      done: command.action === "member.changeRole" && found["role"] === command.detail,
    };
  },
};

const removal: Doing = {
  ...membership,
  ask: (command) =>
    one("organizationMembership.deleted", { method: "DELETE", path: membershipPath(command) }),
};

/** What a person is to be: asked for by `call`, and recognised in what Clerk says of them. */
function personal(
  call: (command: Begun) => ClerkCall,
  isDone: (user: z.infer<typeof Person>) => boolean,
): Doing {
  return {
    ask: (command) => one("user.updated", call(command)),
    async look(command) {
      const seen = await one("user.updated", { method: "GET", path: userPath(command) });
      return { seen, done: seen.every(({ data }) => isDone(Person.parse(data))) };
    },
  };
}

function platformRole(role: "admin" | null): Doing {
  return personal(
    (command) => ({
      method: "PATCH",
      path: `${userPath(command)}/metadata`,
      body: { public_metadata: { role } },
    }),
    ({ public_metadata }) => (public_metadata?.["role"] === "admin") === (role === "admin"),
  );
}

/** Every session of a person but the one that is to stay. */
const sessions: Doing = {
  async ask(command) {
    const { found } = await readSessions(command, "active");
    const seen: Seen[] = [];
    for (const { id } of found.filter((each) => each.id !== command.detail)) {
      const path = `/sessions/${encodeURIComponent(id)}/revoke`;
      try {
        seen.push(...(await one("session.revoked", { method: "POST", path })));
      } catch (error) {
        // One that has ended meanwhile is no longer to be ended.
        if (error instanceof ClerkFault && [400, 404].includes(error.status)) continue;
        if (seen.length === 0) throw error;
        throw new ClerkFault("unavailable", 0, null, null, null, error); // Some of it is done.
      }
    }
    return seen;
  },
  async look(command) {
    const revoked = await readSessions(command, "revoked");
    const active = await readSessions(command, "active");
    return {
      seen: revoked.found.map((data) => ({
        type: "session.revoked",
        data,
        timestamp: revoked.date,
      })),
      done: active.found.every(({ id }) => id === command.detail),
    };
  },
};

async function readSessions(command: Begun, status: "active" | "revoked") {
  const { data, date } = await callClerk({
    method: "GET",
    path: "/sessions",
    query: { user_id: subjectOf(command), status, limit: 500, paginated: "true" },
  });
  return { found: Sessions.parse(data).data, date };
}

/** A ticket is good for so many seconds: the browser uses it at once. */
const ticketSeconds = 120;
/** Nobody acts as somebody else for longer without asking anew. */
const impersonationSeconds = 30 * 60;

/**
 * A ticket for a session in which the administrator acts as somebody else. Clerk keeps the reason with the session, and its tokens
 * say both: whoever opens it sees why.
 */
const impersonation: Doing = {
  async ask(command, reason) {
    const { data, date } = await callClerk({
      method: "POST",
      path: "/actor_tokens",
      body: {
        user_id: subjectOf(command),
        actor: { sub: command.actorId, reason },
        expires_in_seconds: ticketSeconds,
        session_max_duration_in_seconds: impersonationSeconds,
      },
    });
    const made = ActorToken.safeParse(data);
    if (!made.success) throw new ClerkFault("malformed", 200, null, null, date);
    return new Ticket(made.data.token);
  },
  // A ticket that did not arrive is nobody's, and soon of no use: whatever became of it, nobody acts by it.
  look: () => Promise.resolve({ seen: [], done: false }),
};

/** Clerk carries the command's id in the invitation: by it alone one can tell later whether this very one was made. */
const marker = "gatehouse_command";

export const doings: Readonly<Record<CommandAction, Doing>> = {
  "member.leave": removal,
  "member.remove": removal,
  "member.changeRole": {
    ...membership,
    ask: (command) =>
      one("organizationMembership.updated", {
        method: "PATCH",
        path: membershipPath(command),
        body: { role: command.detail },
      }),
  },
  "invitation.create": {
    ask: (command, emailAddress) =>
      one("organizationInvitation.created", {
        method: "POST",
        path: `${organizationPath(command)}/invitations`,
        body: {
          email_address: emailAddress,
          role: command.detail,
          private_metadata: { [marker]: command.id },
        },
      }),
    async look(command) {
      const { data, date } = await callClerk({
        method: "GET",
        path: `${organizationPath(command)}/invitations`,
        query: { order_by: "-created_at", limit: 100 },
      });
      const made = Listed.parse(data).data.filter(
        (each) => Marked.safeParse(each["private_metadata"]).data?.[marker] === command.id,
      );
      return {
        seen: made.map((each) => ({
          type: "organizationInvitation.created",
          data: each,
          timestamp: date,
        })),
        done: made.length > 0,
      };
    },
  },
  "invitation.revoke": {
    ask: (command) =>
      one("organizationInvitation.revoked", {
        method: "POST",
        path: `${invitationPath(command)}/revoke`,
      }),
    async look(command) {
      const seen = await one("organizationInvitation.created", {
        method: "GET",
        path: invitationPath(command),
      });
      return { seen, done: seen.every(({ data }) => data["status"] === "revoked") };
    },
  },
  "admin.banUser": personal(
    (command) => ({ method: "POST", path: `${userPath(command)}/ban` }),
    ({ banned }) => banned,
  ),
  "admin.unbanUser": personal(
    (command) => ({ method: "POST", path: `${userPath(command)}/unban` }),
    ({ banned }) => !banned,
  ),
  "admin.makeAdministrator": platformRole("admin"),
  "admin.unmakeAdministrator": platformRole(null),
  "admin.endSessions": sessions,
  "admin.impersonate": impersonation,
  "me.endOtherSessions": sessions,
};

const Item = z.record(z.string(), z.unknown());
const Listed = z.object({ data: z.array(Item) });
const Sessions = z.object({ data: z.array(z.looseObject({ id: z.string() })) });
const ActorToken = z.object({ token: z.string().min(1) });
const Marked = z.looseObject({ [marker]: z.string() });
const Person = z.object({
  banned: z.boolean(),
  public_metadata: z.record(z.string(), z.unknown()).nullish(),
});

/** One call, and what its answer tells. @throws ClerkFault, `malformed` too when the answer is no object */
async function one(type: string, call: ClerkCall): Promise<Seen[]> {
  const { data, date }: ClerkAnswer = await callClerk(call);
  const item = Item.safeParse(data);
  if (!item.success) throw new ClerkFault("malformed", 200, null, null, date);
  return [{ type, data: item.data, timestamp: date }];
}

function subjectOf({ action, subjectId }: Begun): string {
  if (subjectId === null) throw new Error(`${action} is about nobody.`);
  return subjectId;
}

function organizationPath({ action, organizationId }: Begun): string {
  if (organizationId === null) throw new Error(`${action} is about no organization.`);
  return `/organizations/${encodeURIComponent(organizationId)}`;
}

function membershipPath(command: Begun): string {
  return `${organizationPath(command)}/memberships/${encodeURIComponent(subjectOf(command))}`;
}

function invitationPath(command: Begun): string {
  return `${organizationPath(command)}/invitations/${encodeURIComponent(subjectOf(command))}`;
}

function userPath(command: Begun): string {
  return `/users/${encodeURIComponent(subjectOf(command))}`;
}
