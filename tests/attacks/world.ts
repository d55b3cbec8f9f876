import type { Gate } from "@/src/access/grants";
import { rolePermissions } from "@/src/access/roles";

/**
 * Five tenants and sixteen principals. Every text says what it is and whose, such as ⟦task:org_t0⟧, so that whatever comes back
 * anywhere in an answer can be told to be somebody else's.
 */
export const tenants = ["org_t0", "org_t1", "org_t2", "org_t3", "org_t4"] as const;

export function mark(kind: Kind, of: string): string {
  return `⟦${kind}:${of}⟧`;
}

/** What a mark, or an id, can tell. */
export type Kind =
  | "org"
  | "orgId"
  | "project"
  | "task"
  | "mail"
  | "name"
  | "userId"
  | "draft"
  | "post"
  | "heard"
  | "other";

export interface Principal {
  readonly name: string;
  /** Null for nobody. */
  readonly user: string | null;
  readonly organization: string | null;
  /** What the token says. */
  readonly tokenRole: string;
  /** What the mirror made of it since; null for one who was removed. */
  readonly role: string | null;
  readonly platformAdmin: boolean;
  readonly banned: boolean;
}

function member(user: string, organization: string, role: string): Principal {
  return {
    name: `${user}@${organization}`,
    user,
    organization,
    tokenRole: role,
    role,
    platformAdmin: false,
    banned: false,
  };
}

function alone(user: string | null, platformAdmin = false): Principal {
  return {
    name: user ?? "nobody",
    user,
    organization: null,
    tokenRole: "org:member",
    role: null,
    platformAdmin,
    banned: false,
  };
}

export const principals: readonly Principal[] = [
  member("user_t0admin", "org_t0", "org:admin"),
  member("user_t0member", "org_t0", "org:member"),
  member("user_t1admin", "org_t1", "org:admin"),
  member("user_t1member", "org_t1", "org:member"),
  member("user_t2admin", "org_t2", "org:admin"),
  member("user_t2member", "org_t2", "org:member"),
  member("user_t3admin", "org_t3", "org:admin"),
  member("user_t4admin", "org_t4", "org:admin"),
  member("user_both", "org_t2", "org:member"),
  member("user_both", "org_t3", "org:admin"),
  { ...member("user_removed", "org_t1", "org:admin"), role: null },
  { ...member("user_demoted", "org_t2", "org:admin"), role: "org:member" },
  { ...member("user_banned", "org_t0", "org:admin"), banned: true },
  alone("user_platform", true),
  alone("user_solo"),
  alone(null),
];

/** Every person who is or was in a tenant, with the role of the mirror. */
export const memberships = [
  ...principals.flatMap(({ user, organization, tokenRole, role }) =>
    user && organization ? [{ user, organization, tokenRole, role }] : [],
  ),
  // Passive: nobody acts as them.
  { user: "user_t3member", organization: "org_t3", tokenRole: "org:member", role: "org:member" },
  { user: "user_t4member", organization: "org_t4", tokenRole: "org:member", role: "org:member" },
];

export const people = [
  ...new Set([...memberships, ...principals].flatMap(({ user }) => (user ? [user] : []))),
];

/** These have drafts only, so the public must not learn of them. */
export const unpublished = ["user_banned", "user_t4member"];

export function isMember(user: string, organization: string): boolean {
  return memberships.some((each) => each.user === user && each.organization === organization);
}

/** Whether a principal may come by this at all, through a gate. Written from what the gates promise, not from the policies. */
export function mayKnow(who: Principal, gate: Gate, kind: Kind, of: string): boolean {
  switch (gate) {
    case "public":
      return (
        kind === "post" || ((kind === "name" || kind === "userId") && !unpublished.includes(of))
      );
    case "user":
      if (who.user === null || who.banned) return false;
      if (kind === "org")
        return memberships.some(
          ({ user, organization, role }) =>
            user === who.user && organization === of && role !== null,
        );
      if (kind === "orgId") return isMember(who.user, of);
      return ["mail", "name", "userId", "draft", "post"].includes(kind) && of === who.user;
    case "org": {
      const { organization } = who;
      if (organization === null || who.role === null || who.banned) return false;
      const may = rolePermissions(who.role);
      if (kind === "org" || kind === "orgId") return of === organization;
      if (kind === "project" || kind === "task")
        return of === organization && may.includes("org:projects:read");
      if (kind === "userId") return isMember(of, organization);
      if (kind === "mail" || kind === "name")
        return isMember(of, organization) && may.includes("org:members:read");
      return false;
    }
    case "admin":
      return (
        who.platformAdmin && ["org", "orgId", "mail", "name", "userId", "heard"].includes(kind)
      );
  }
}

/** Everything that an answer tells, anywhere in it. */
export function tellings(value: unknown): { kind: Kind; of: string }[] {
  const found = new Map<string, { kind: Kind; of: string }>();
  const visit = (each: unknown): void => {
    if (typeof each === "string") {
      for (const [, kind, of] of each.matchAll(/⟦(\w+):(\w+)⟧/g))
        // Guarantee: a mark is made by mark() with a Kind.
        if (kind && of) found.set(`${kind} ${of}`, { kind: kind as Kind, of });
      if (/^user_\w+$/.test(each)) found.set(`userId ${each}`, { kind: "userId", of: each });
      if (/^org_\w+$/.test(each)) found.set(`orgId ${each}`, { kind: "orgId", of: each });
    } else if (typeof each === "object" && each !== null && !(each instanceof Date)) {
      Object.values(each).forEach(visit);
    }
  };
  visit(value);
  return [...found.values()];
}
