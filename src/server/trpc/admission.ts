import type { Permission } from "@/src/access/permissions";
import { AppError } from "@/src/access/errors";
import { isFresh } from "@/src/access/freshness";
import { permissionSource } from "@/src/access/roles";
import type { ActiveOrganization, Person } from "@/src/server/auth/principal";
import type { Entry } from "@/src/server/db/gate";
import type { Context } from "./context";

/**
 * What each gate asks of a caller, and as whom it then enters the database. Apart from procedures.ts and without a database, so
 * that `npm run why` asks the same and not something like it.
 */

/** The public changes nothing. */
export function requireQuery(type: "query" | "mutation" | "subscription"): void {
  if (type === "mutation") throw new AppError("signed_out");
}

export function requirePerson(ctx: Context): Person {
  const { principal, pageOrganization } = ctx;
  if (principal.kind !== "person") throw new AppError("signed_out");
  if (pageOrganization !== null && pageOrganization !== principal.organization?.id)
    throw new AppError("organization_mismatch");
  return principal;
}

/**
 * Somebody whose token is for an organization. Whether they have the permission the database decides with the entry: the mirror
 * may know better than the token, in either direction.
 */
export function requireMember(ctx: Context, required: Permission): Member {
  const user = requirePerson(ctx);
  const { organization } = user;
  if (!organization) throw new AppError("no_organization");
  return { user, organization, presumed: organization.permissions.includes(required) };
}

interface Member {
  readonly user: Person;
  readonly organization: ActiveOrganization;
  /** Whether the token says that they have the permission. */
  readonly presumed: boolean;
}

/** A platform administrator, as themselves. */
export function requireAdministrator(ctx: Context): Person {
  const admin = requirePerson(ctx);
  if (!admin.platformAdmin || admin.impersonatorId !== null)
    throw new AppError("not_administrator");
  return admin;
}

/** Who has access is changed by the people themselves: whoever acts as somebody else is there to see and to help. */
export function requireThemselves(person: Person): Person {
  if (person.impersonatorId !== null) throw new AppError("impersonated");
  return person;
}

/** What cannot be made good asks for more than a session that has been open for long: whoever sits there now has to say who they are. */
export function requireFresh(person: Person): Person {
  if (!isFresh(person.proof)) throw new AppError("reverification_required");
  return person;
}

/** What Clerk is to do is a change. */
export function requireMutation(type: "query" | "mutation" | "subscription"): void {
  if (type !== "mutation") throw new Error("A command is a mutation.");
}

export function publicEntry(ctx: Context): Entry<"public"> {
  return { gate: "public", claims: { requestId: ctx.requestId } };
}

export function userEntry(ctx: Context, user: Person): Entry<"user"> {
  return { gate: "user", claims: personClaims(ctx, user) };
}

export function memberEntry<P extends Permission>(
  ctx: Context,
  { user, organization }: Pick<Member, "user" | "organization">,
  required: P,
): Entry<"org", P> {
  return {
    gate: "org",
    claims: {
      ...personClaims(ctx, user),
      organization: organization.id,
      role: organization.role,
      required,
      // Under `roles` the database supplies them from the role. Under either, from the mirror where that is newer.
      ...(permissionSource === "clerk" ? { permissions: organization.permissions } : {}),
    },
    tenant: { permission: required, organizationId: organization.id },
  };
}

export function administratorEntry(ctx: Context, admin: Person): Entry<"admin"> {
  return { gate: "admin", claims: { ...personClaims(ctx, admin), admin: true } };
}

function personClaims(ctx: Context, person: Person) {
  return {
    user: person.userId,
    session: person.sessionId,
    issuedAt: person.issuedAt,
    impersonator: person.impersonatorId ?? undefined,
    requestId: ctx.requestId,
  };
}
