import type { Gate, Model } from "@/src/access/grants";
import type {
  DeliveryId,
  InvitationId,
  OrganizationId,
  PostId,
  ProjectId,
  RunId,
  TaskId,
  UserId,
} from "@/src/access/ids";
import type { Principal as Caller } from "@/src/server/auth/principal";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { person } from "../support/principals.ts";
import { firstOf } from "../support/stream.ts";
import type { Call } from "./calls.ts";
import { isForeign } from "./rows.ts";
import { aimAt, type Aim } from "./steps.ts";
import { pick, type Row } from "./shape.ts";
import { mark, type Principal } from "./world.ts";

type Calls = ReturnType<typeof createCaller>;

interface Procedure {
  readonly gate: Gate;
  readonly path: string;
  /** The noun whose row the input names. */
  readonly model?: Model;
  call(caller: Calls, ids: Ids): Promise<unknown>;
  readonly deletes?: boolean;
}
interface Ids {
  readonly id: string;
  readonly slug: string;
  readonly user: string;
  readonly cursor: string;
  readonly text: string;
  readonly flag: boolean;
}

// No id is vouched for here: these are what a caller could send, and the input schemas are to judge it.
const asProject = (id: string) => id as ProjectId;
const asTask = (id: string) => id as TaskId;
const asPost = (id: string) => id as PostId;
const asDelivery = (id: string) => id as DeliveryId;
const asRun = (id: string) => id as RunId;
const asUser = (id: string) => id as UserId;
const asOrganization = (id: string) => id as OrganizationId;
const asInvitation = (id: string) => id as InvitationId;

const procedures: readonly Procedure[] = [
  {
    gate: "org",
    path: "project.list",
    model: "project",
    call: (caller, { cursor, flag }) => caller.project.list({ cursor, archived: flag }),
  },
  {
    gate: "org",
    path: "project.watch",
    model: "project",
    call: async (caller, { flag }) => firstOf(await caller.project.watch({ archived: flag })),
  },
  {
    gate: "org",
    path: "project.get",
    model: "project",
    call: (caller, { id }) => caller.project.get({ id: asProject(id) }),
  },
  {
    gate: "org",
    path: "project.rename",
    model: "project",
    call: (caller, { id, text }) => caller.project.rename({ id: asProject(id), name: text }),
  },
  {
    gate: "org",
    path: "project.archive",
    model: "project",
    call: (caller, { id, flag }) => caller.project.archive({ id: asProject(id), archived: flag }),
  },
  {
    gate: "org",
    path: "project.delete",
    model: "project",
    deletes: true,
    call: (caller, { id }) => caller.project.delete({ id: asProject(id) }),
  },
  {
    gate: "org",
    path: "task.list",
    model: "project",
    call: (caller, { id }) => caller.task.list({ projectId: asProject(id) }),
  },
  {
    gate: "org",
    path: "task.watch",
    model: "project",
    call: async (caller, { id }) => firstOf(await caller.task.watch({ projectId: asProject(id) })),
  },
  {
    gate: "org",
    path: "task.create",
    model: "project",
    call: (caller, { id, text }) =>
      caller.task.create({ projectId: asProject(id), title: text.replace("project", "task") }),
  },
  {
    gate: "org",
    path: "task.assign",
    model: "task",
    call: (caller, { id, user }) =>
      caller.task.assign({ id: asTask(id), assigneeId: asUser(user) }),
  },
  {
    gate: "org",
    path: "task.toggle",
    model: "task",
    call: (caller, { id, flag }) => caller.task.toggle({ id: asTask(id), done: flag }),
  },
  {
    gate: "org",
    path: "task.delete",
    model: "task",
    deletes: true,
    call: (caller, { id }) => caller.task.delete({ id: asTask(id) }),
  },
  {
    gate: "org",
    path: "member.list",
    model: "user",
    call: (caller, { user }) => caller.member.list({ cursor: user }),
  },
  {
    gate: "org",
    path: "member.watch",
    model: "user",
    call: async (caller, { text }) => firstOf(await caller.member.watch({ search: text })),
  },
  // Clerk is away during the attacks: what is tried is whether anything is begun that is not theirs to begin.
  {
    gate: "org",
    path: "member.changeRole",
    model: "user",
    call: (caller, { id }) => caller.member.changeRole({ userId: asUser(id), role: "org:admin" }),
  },
  {
    gate: "org",
    path: "member.remove",
    model: "user",
    call: (caller, { id }) => caller.member.remove({ userId: asUser(id) }),
  },
  {
    gate: "user",
    path: "member.leave",
    model: "organization",
    call: (caller, { id }) => caller.member.leave({ id: asOrganization(id) }),
  },
  { gate: "org", path: "invitation.list", call: (caller) => caller.invitation.list({}) },
  {
    gate: "org",
    path: "invitation.create",
    call: (caller) =>
      caller.invitation.create({ emailAddress: "guest@attacks.test", role: "org:admin" }),
  },
  {
    gate: "org",
    path: "invitation.revoke",
    model: "invitation",
    call: (caller, { id }) => caller.invitation.revoke({ id: asInvitation(id) }),
  },
  { gate: "user", path: "me.endOtherSessions", call: (caller) => caller.me.endOtherSessions() },
  {
    gate: "admin",
    path: "admin.banUser",
    model: "user",
    call: (caller, { id }) => caller.admin.banUser({ userId: asUser(id) }),
  },
  {
    gate: "admin",
    path: "admin.unbanUser",
    model: "user",
    call: (caller, { id }) => caller.admin.unbanUser({ userId: asUser(id) }),
  },
  {
    gate: "admin",
    path: "admin.makeAdministrator",
    model: "user",
    call: (caller, { id }) => caller.admin.makeAdministrator({ userId: asUser(id) }),
  },
  {
    gate: "admin",
    path: "admin.unmakeAdministrator",
    model: "user",
    call: (caller, { id }) => caller.admin.unmakeAdministrator({ userId: asUser(id) }),
  },
  {
    gate: "admin",
    path: "admin.impersonate",
    model: "user",
    call: (caller, { id }) =>
      caller.admin.impersonate({ userId: asUser(id), reason: "To see what they see." }),
  },
  {
    gate: "admin",
    path: "admin.endSessions",
    model: "user",
    call: (caller, { id }) => caller.admin.endSessions({ userId: asUser(id) }),
  },
  ...(["user", "sessions"] as const).map((verb) => ({
    gate: "admin" as const,
    path: `admin.${verb}`,
    model: "user" as const,
    call: (caller: Calls, { id }: Ids) => caller.admin[verb]({ userId: asUser(id) }),
  })),
  ...(["organization", "organizationMembers"] as const).map((verb) => ({
    gate: "admin" as const,
    path: `admin.${verb}`,
    model: "organization" as const,
    call: (caller: Calls, { id }: Ids) => caller.admin[verb]({ id: asOrganization(id) }),
  })),
  // Of nobody who is there: like a replay it is the sync's, which here has no Clerk to ask.
  {
    gate: "admin",
    path: "admin.resynchronizeUser",
    call: (caller) => caller.admin.resynchronizeUser({ userId: asUser("user_none") }),
  },
  {
    gate: "admin",
    path: "admin.resynchronizeOrganization",
    call: (caller) => caller.admin.resynchronizeOrganization({ id: asOrganization("org_none") }),
  },
  { gate: "user", path: "me.get", call: (caller) => caller.me.get() },
  { gate: "user", path: "me.export", call: (caller) => caller.me.export() },
  {
    gate: "user",
    path: "post.mine",
    model: "post",
    call: (caller, { cursor }) => caller.post.mine({ cursor }),
  },
  {
    gate: "user",
    path: "post.update",
    model: "post",
    call: (caller, { id, text }) => caller.post.update({ id: asPost(id), title: text, body: "" }),
  },
  {
    gate: "user",
    path: "post.delete",
    model: "post",
    deletes: true,
    call: (caller, { id }) => caller.post.delete({ id: asPost(id) }),
  },
  {
    gate: "public",
    path: "post.published",
    model: "post",
    call: (caller, { cursor }) => caller.post.published({ cursor }),
  },
  {
    gate: "public",
    path: "post.bySlug",
    model: "post",
    call: (caller, { slug }) => caller.post.bySlug({ slug }),
  },
  {
    gate: "org",
    path: "project.create",
    call: (caller, { text }) => caller.project.create({ name: text }),
  },
  {
    gate: "org",
    path: "audit.list",
    call: (caller, { user }) => caller.audit.list({ actorId: asUser(user) }),
  },
  {
    gate: "user",
    path: "post.create",
    call: (caller, { text }) => caller.post.create({ title: text, body: "" }),
  },
  {
    gate: "user",
    path: "post.publish",
    model: "post",
    // Withdrawn only: a draft's text says that it is one, and the public would rightly see it once it were published.
    call: (caller, { id }) => caller.post.publish({ id: asPost(id), published: false }),
  },
  ...(["get", "reveal"] as const).map((verb) => ({
    gate: "admin" as const,
    path: `delivery.${verb}`,
    model: "webhookDelivery" as const,
    call: (caller: Calls, { id }: Ids) => caller.delivery[verb]({ id: asDelivery(id) }),
  })),
  {
    gate: "admin",
    path: "delivery.replay",
    // Of none that is there: a replay is the sync's, and changes rows that nobody here owns.
    call: (caller, { user }) => caller.delivery.replay({ id: asDelivery(user) }),
  },
  {
    gate: "admin",
    path: "delivery.list",
    call: (caller, { user }) => caller.delivery.list({ subject: user }),
  },
  { gate: "admin", path: "delivery.lag", call: (caller) => caller.delivery.lag({}) },
  { gate: "admin", path: "run.list", call: (caller) => caller.run.list({}) },
  ...(["get", "confirm"] as const).map((verb) => ({
    gate: "admin" as const,
    path: `run.${verb}`,
    model: "syncRun" as const,
    call: (caller: Calls, { id }: Ids) => caller.run[verb]({ id: asRun(id) }),
  })),
  {
    gate: "admin",
    path: "run.start",
    call: (caller) => caller.run.start({ kind: "replay", scope: "failed" }),
  },
  { gate: "admin", path: "admin.access", call: (caller) => caller.admin.access({}) },
  { gate: "admin", path: "admin.counts", call: (caller) => caller.admin.counts() },
  {
    gate: "admin",
    path: "admin.exportUser",
    call: (caller) => caller.admin.exportUser({ id: "user_none" }),
  },
  { gate: "admin", path: "admin.audit", call: (caller) => caller.admin.audit({}) },
  { gate: "admin", path: "admin.users", call: (caller) => caller.admin.users({}) },
  { gate: "admin", path: "admin.organizations", call: (caller) => caller.admin.organizations({}) },
];

export const attackedPaths = procedures.map(({ path }) => path);

function callerOf(who: Principal): Calls {
  const principal: Caller =
    who.user === null
      ? { kind: "anonymous" }
      : person(who.user, {
          organization: who.organization ?? undefined,
          role: who.tokenRole,
          platformAdmin: who.platformAdmin,
        });
  return createCaller(createContext(principal));
}

/** A call of a procedure, with somebody else's ids and cursors in its input. */
export function procedureCall(aim: Omit<Aim, "gate">): Call | null {
  const { who, step, world } = aim;
  const procedure = pick(procedures, step.model);
  if (!procedure) return null;
  const { gate, path, model, deletes = false } = procedure;
  const at: Aim = { who, step, world, gate };
  const target = model && aimAt(at, model);
  const id = textOf(target, "id");
  const tampered = [JSON.stringify({ at: "2100-01-01T00:00:00.000Z", id }), `{"id":"${id}"}`, id];
  const ids: Ids = {
    id,
    slug: textOf(target, "slug"),
    user: textOf(aimAt(at, "user"), "id"),
    cursor: Buffer.from(pick(tampered, step.shape) ?? "").toString("base64url"),
    text: gate === "org" ? mark("project", who.organization ?? "") : mark("post", who.user ?? ""),
    flag: step.data % 2 === 0,
  };
  const foreign =
    target !== undefined && model !== undefined && isForeign(who, gate, model, target);
  // A page after somebody else's row is a page of one's own; whatever else names that row must find nothing.
  const finds =
    !/list$|watch$|mine$|published$/.test(path) && model !== undefined && model !== "user";
  return {
    gate,
    label: `${who.name} calls ${path}`,
    args: ids,
    foreign,
    onlyForeign: foreign && (finds || path === "task.list" || path === "task.watch"),
    // One that only reads may still leave a row in the audit trail: an administrator's, or of a refusal.
    writes: true,
    deletes,
    run: () => procedure.call(callerOf(who), ids),
  };
}

function textOf(row: Row | undefined, field: string): string {
  const value = row?.[field];
  return typeof value === "string" ? value : "user_none";
}
