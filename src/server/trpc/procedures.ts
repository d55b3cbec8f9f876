import type { Gate } from "@/src/access/grants";
import type { Permission } from "@/src/access/permissions";
import { AppError } from "@/src/access/errors";
import { permissionSource } from "@/src/access/roles";
import type { Person } from "@/src/server/auth/principal";
import { openReader, recordAudit, runMutation, type Entry } from "@/src/server/db/gate";
import type { Db } from "@/src/server/db/handle";
import { subjectOf } from "./audit";
import type { Context } from "./context";
import { toPublicError } from "./fault";
import { t } from "./init";
import { stamp } from "./seal";

/** Where every call enters: what a resolver or a gate throws leaves as one code of the closed union. */
function enterBy(gate: Gate, permission: Permission | null) {
  const entrance = t.procedure.use(async ({ next }) => {
    const result = await next();
    if (!result.ok) throw toPublicError(result.error);
    return result;
  });
  return entrance.meta(stamp(gate, permission, entrance._def.middlewares));
}

/** Anyone, signed in or not. `ctx.db` reads what is public. */
export const publicProcedure = enterBy("public", null).use(({ ctx, type, next }) => {
  if (type === "mutation") throw new AppError("signed_out");
  const entry = { gate: "public", claims: { requestId: ctx.requestId } } as const;
  return next({ ctx: { db: openReader<"public">(entry) } });
});

/** A signed-in person. `ctx.db` reaches what is their own. Says nothing of organizations or permissions. */
export const protectedProcedure = enterBy("user", null).use(({ ctx, type, path, next }) => {
  const user = requirePerson(ctx);
  const entry = { gate: "user", claims: personClaims(ctx, user) } as const;
  return enter(entry, { type, path }, (db: Db<"user">) => next({ ctx: { user, db } }));
});

/** Exactly one literal: a variable that could be either permission is refused. */
type One<P> = [P] extends [UnionToIntersection<P>] ? P : never;
type UnionToIntersection<U> = (U extends unknown ? (u: U) => void : never) extends (
  i: infer I,
) => void
  ? I
  : never;

/** A member of the active organization who has the permission. `ctx.db` reaches that organization, as far as the permission goes. */
export function orgProcedure<const P extends Permission>(permission: P & One<P>) {
  const required: P = permission;
  return enterBy("org", required).use(({ ctx, type, path, next }) => {
    const user = requirePerson(ctx);
    const { organization } = user;
    if (!organization) throw new AppError("no_organization");
    if (!organization.permissions.includes(required)) throw new AppError("permission_missing");
    const entry = {
      gate: "org",
      claims: {
        ...personClaims(ctx, user),
        organization: organization.id,
        role: organization.role,
        required,
        // Under `roles` the database supplies them from the role, the mirror's where that is newer.
        ...(permissionSource === "clerk" ? { permissions: organization.permissions } : {}),
      },
      tenant: { permission: required, organizationId: organization.id },
    } as const;
    const member = {
      userId: user.userId,
      organizationId: organization.id,
      role: organization.role,
    };
    return enter(entry, { type, path }, (db: Db<"org", P>) => next({ ctx: { user, member, db } }));
  });
}

/** A platform administrator, as themselves. Every call leaves an audit row, reads too. */
export const adminProcedure = enterBy("admin", null).use(async ({ ctx, type, path, next }) => {
  const admin = requirePerson(ctx);
  if (!admin.platformAdmin || admin.impersonatorId !== null)
    throw new AppError("not_administrator");
  const entry = { gate: "admin", claims: { ...personClaims(ctx, admin), admin: true } } as const;
  if (type !== "mutation") {
    await recordAudit(entry, { action: path, subjectId: null });
  }
  return enter(entry, { type, path }, (db: Db<"admin">) => next({ ctx: { admin, db } }));
});

function requirePerson(ctx: Context): Person {
  const { principal, pageOrganization } = ctx;
  if (principal.kind !== "person") throw new AppError("signed_out");
  if (pageOrganization !== null && pageOrganization !== principal.organization?.id)
    throw new AppError("organization_mismatch");
  return principal;
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

interface Call {
  readonly type: "query" | "mutation" | "subscription";
  readonly path: string;
}

/** Opens the handle: read-only statements for a query, one audited transaction for a mutation. */
async function enter<
  G extends Gate,
  P extends Permission,
  R extends { ok: boolean; data?: unknown },
>(entry: Entry<G, P>, call: Call, run: (db: Db<G, P>) => Promise<R>): Promise<R> {
  if (call.type !== "mutation") return run(openReader(entry));
  return runMutation(entry, run, (result) => ({
    action: call.path,
    subjectId: subjectOf(result.data),
  }));
}
