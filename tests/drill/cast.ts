import type { Clerk } from "./stack/clerk.ts";

/** Somebody with a token that is good for longer than the fault lasts: only the database can take their access away. */
export interface Actor {
  readonly name: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly token: string;
  /** The call that tells whether they still may. */
  readonly call: "me.get" | "project.list" | "audit.list";
}

/** The people of one organization. Each is what they are called, once Clerk's changes have arrived. */
export interface Cast {
  readonly organizationId: string;
  /** An administrator who stays. */
  readonly keeper: Actor;
  /** Removed and refused before the fault begins. */
  readonly removed: Actor;
  readonly leaving: Actor;
  readonly demoted: Actor;
  readonly banned: Actor;
  readonly deleted: Actor;
  readonly signedOut: Actor;
  /** Comes during the fault; their id. */
  joined: string | null;
  /** Everybody that the mirror is compared for. */
  readonly userIds: string[];
}

const idOf = (made: Record<string, unknown> | null, what: string): string => {
  const id = made?.["id"];
  if (typeof id !== "string") throw new Error(`Clerk made no ${what}.`);
  return id;
};

let number = 0;

async function makeUser(clerk: Clerk, name: string): Promise<string> {
  number += 1;
  const made = await clerk.api("POST", "/users", {
    first_name: name,
    email_address: [`${name}-${number}@example.test`],
    skip_password_requirement: true,
  });
  return idOf(made, "user");
}

export async function signIn(
  clerk: Clerk,
  userId: string,
  organizationId: string,
): Promise<{ sessionId: string; token: string }> {
  const session = await clerk.api("POST", "/sessions", {
    user_id: userId,
    active_organization_id: organizationId,
  });
  const sessionId = idOf(session, "session");
  const token = await clerk.api("POST", `/sessions/${sessionId}/tokens`, {
    expires_in_seconds: 900,
  });
  const jwt = token?.["jwt"];
  if (typeof jwt !== "string") throw new Error("Clerk made no token.");
  return { sessionId, token: jwt };
}

/** Makes the organization and its people at Clerk, and removes one of them. */
export async function makeCast(clerk: Clerk): Promise<Cast> {
  const keeperId = await makeUser(clerk, "keeper");
  number += 1;
  const organization = await clerk.api("POST", "/organizations", {
    name: `Drill ${number}`,
    slug: `drill-${number}`,
    created_by: keeperId,
  });
  const organizationId = idOf(organization, "organization");
  const userIds = [keeperId];
  const actor = async (name: string, call: Actor["call"], role = "org:member"): Promise<Actor> => {
    const userId = await makeUser(clerk, name);
    userIds.push(userId);
    await clerk.api("POST", `/organizations/${organizationId}/memberships`, {
      user_id: userId,
      role,
    });
    return { name, userId, call, ...(await signIn(clerk, userId, organizationId)) };
  };
  const cast: Cast = {
    organizationId,
    keeper: {
      name: "keeper",
      userId: keeperId,
      call: "audit.list",
      ...(await signIn(clerk, keeperId, organizationId)),
    },
    removed: await actor("removed", "project.list"),
    leaving: await actor("leaving", "project.list"),
    demoted: await actor("demoted", "audit.list", "org:admin"),
    banned: await actor("banned", "me.get"),
    deleted: await actor("deleted", "me.get"),
    signedOut: await actor("signedOut", "me.get"),
    joined: null,
    userIds,
  };
  await clerk.api("DELETE", `/organizations/${organizationId}/memberships/${cast.removed.userId}`);
  return cast;
}

/** What happens at Clerk while something is out of order: each way to lose access, a change of name, somebody new. */
export async function changeAll(clerk: Clerk, cast: Cast): Promise<void> {
  const { organizationId } = cast;
  const memberships = `/organizations/${organizationId}/memberships`;
  await clerk.api("DELETE", `${memberships}/${cast.leaving.userId}`);
  await clerk.api("PATCH", `${memberships}/${cast.demoted.userId}`, { role: "org:member" });
  await clerk.api("POST", `/users/${cast.banned.userId}/ban`);
  await clerk.api("DELETE", `/users/${cast.deleted.userId}`);
  await clerk.api("POST", `/sessions/${cast.signedOut.sessionId}/revoke`);
  await clerk.api("PATCH", `/organizations/${organizationId}`, { name: "Renamed" });
  await clerk.api("PATCH", `/users/${cast.keeper.userId}`, { last_name: "Changed" });
  const joined = await makeUser(clerk, "joined");
  cast.userIds.push(joined);
  await clerk.api("POST", memberships, { user_id: joined, role: "org:member" });
  cast.joined = joined;
}

/** Everybody who loses access by changeAll, and the events of Clerk that take it away. */
export function losers(
  cast: Cast,
): readonly { actor: Actor; types: readonly string[]; id: string }[] {
  return [
    { actor: cast.leaving, types: ["organizationMembership.deleted"], id: cast.leaving.userId },
    { actor: cast.demoted, types: ["organizationMembership.updated"], id: cast.demoted.userId },
    { actor: cast.banned, types: ["user.updated"], id: cast.banned.userId },
    { actor: cast.deleted, types: ["user.deleted"], id: cast.deleted.userId },
    {
      actor: cast.signedOut,
      types: ["session.revoked", "session.ended", "session.removed"],
      id: cast.signedOut.sessionId,
    },
  ];
}
