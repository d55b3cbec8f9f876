import type { Gate } from "@/src/access/grants";
import type { Permission } from "@/src/access/permissions";
import { carryOut, CommandFault } from "@/src/server/clerk/command/carry-out";
import { clerkReads } from "@/src/server/clerk/read";
import { openDesk, type CommandGate, type HandOver } from "@/src/server/clerk/command/desk";
import { openReader, openStream, runAudited, runQuery, type Entry } from "@/src/server/db/gate";
import type { Db } from "@/src/server/db/handle";
import type { Instead } from "@/src/server/instead";
import {
  administratorEntry,
  memberEntry,
  publicEntry,
  requireAdministrator,
  requireFresh,
  requireMember,
  requireMutation,
  requirePerson,
  requireQuery,
  requireThemselves,
  userEntry,
} from "./admission";
import { auditRefusal, subjectOf } from "./audit";
import { errorCodeOf, toPublicError } from "./fault";
import { t } from "./init";
import { stamp } from "./seal";
import { openDelivery, withFaults } from "./stream";

/** Where every call enters: what a resolver or a gate throws leaves as one code of the closed union, and on the audit trail. */
function enterBy(
  gate: Gate,
  permission: Permission | null,
  { command = false, fresh = false, stream = false } = {},
) {
  const entrance = t.procedure.use(async ({ ctx, type, path, getRawInput, next }) => {
    const result = await next();
    if (result.ok) return result;
    const error = toPublicError(result.error);
    // What became of a command that was begun is on the trail already.
    if (!(result.error.cause instanceof CommandFault))
      await auditRefusal({ gate, ctx, type, path, getRawInput, code: errorCodeOf(error) });
    throw error;
  });
  return entrance.meta(
    stamp({ gate, permission, command, fresh, stream }, entrance._def.middlewares),
  );
}

/** Anyone, signed in or not. `ctx.db` reads what is public. */
export const publicProcedure = enterBy("public", null).use(({ ctx, type, next }) => {
  requireQuery(type);
  return next({ ctx: { db: openReader(publicEntry(ctx)) } });
});

/** A signed-in person. `ctx.db` reaches what is their own. Says nothing of organizations or permissions. */
export const protectedProcedure = enterBy("user", null).use(({ ctx, type, path, next }) => {
  const user = requirePerson(ctx);
  const entry = userEntry(ctx, user);
  return enter(entry, { type, path }, (db: Db<"user">) => next({ ctx: { user, db } }));
});

/** Exactly one literal: a variable that could be either permission is refused. */
type One<P> = [P] extends [UnionToIntersection<P>]
  ? P
  : Instead<"name one permission, as a literal: the handle is made for it">;
type UnionToIntersection<U> = (U extends unknown ? (u: U) => void : never) extends (
  i: infer I,
) => void
  ? I
  : never;

/** A member of the active organization who has the permission. `ctx.db` reaches that organization, as far as the permission goes. */
export const orgProcedure = memberProcedure(false);

/** The same for what cannot be had back: they have proven within the last minutes who they are. */
export const freshOrgProcedure = memberProcedure(true);

function memberProcedure(fresh: boolean) {
  return <const P extends Permission>(permission: P & One<P>) => {
    const required: P = permission;
    return enterBy("org", required, { fresh }).use(({ ctx, type, path, next }) => {
      const { user, organization, presumed } = requireMember(ctx, required);
      if (fresh) requireFresh(user);
      const entry = memberEntry(ctx, { user, organization }, required);
      const { userId } = user;
      const member = { userId, organizationId: organization.id, role: organization.role };
      const run = (db: Db<"org", P>) => next({ ctx: { user, member, db } });
      return enter(entry, { type, path }, run, presumed);
    });
  };
}

/**
 * The same for what goes on: a subscription, whose resolver hands `ctx.deliver` what it reads. It is read again after each change,
 * each time as the member that the database then finds, and ends with the token or with their access.
 */
export function orgStream<const P extends Permission>(asked: P & One<P>) {
  const watched: P = asked;
  const gate = "org";
  return enterBy(gate, watched, { stream: true }).use(async (call) => {
    const { ctx, type, path, signal, getRawInput, next } = call;
    const { user, organization } = requireMember(ctx, watched);
    const { db, check } = openStream(memberEntry(ctx, { user, organization }, watched));
    // Before anything is sent: whoever is refused is told so by the status.
    await check();
    const { userId } = user;
    const member = { userId, organizationId: organization.id, role: organization.role };
    const deliver = openDelivery({ ...member, expiresAt: ctx.expiresAt, signal, check });
    const result = await next({ ctx: { user, member, db, deliver } });
    if (!result.ok) return result;
    // Guarantee: router() takes a procedure of this gate as a subscription alone, which tRPC holds to giving an iterable.
    const deliveries = result.data as AsyncIterable<unknown>;
    const data = withFaults(deliveries, async (error) => {
      const shown = toPublicError(error);
      await auditRefusal({ gate, ctx, type, path, getRawInput, code: errorCodeOf(shown) });
      return shown;
    });
    return { ...result, data };
  });
}

/**
 * A platform administrator, as themselves. Every call leaves an audit row, reads too. What a mutation hands to `ctx.afterCommit`
 * is begun when the row is there, and never when the call fails.
 */
export const adminProcedure = enterBy("admin", null).use(async ({ ctx, type, path, next }) => {
  const admin = requireAdministrator(ctx);
  const entry = administratorEntry(ctx, admin);
  const later: (() => void | Promise<void>)[] = [];
  const afterCommit = (work: () => void | Promise<void>): void => {
    if (type !== "mutation") throw new Error(`${path} is a query, which sets nothing going.`);
    later.push(work);
  };
  const result = await enter(entry, { type, path }, (db: Db<"admin">) =>
    next({ ctx: { admin, db, afterCommit } }),
  );
  if (result.ok) for (const work of later) await work();
  return result;
});

/**
 * The same gate for what Clerk alone can tell (`ctx.clerk`). `ctx.db` reads by single statements, so that no transaction is open
 * while Clerk is asked; the audit row is written afterwards, and without it nothing is answered.
 */
export const adminInquiry = enterBy("admin", null).use(async ({ ctx, type, path, next }) => {
  if (type !== "query") throw new Error(`${path} is an inquiry, which is a query.`);
  const inquirer = requireAdministrator(ctx);
  const entry = administratorEntry(ctx, inquirer);
  const db: Db<"admin"> = openReader(entry);
  const result = await next({ ctx: { admin: inquirer, db, clerk: clerkReads } });
  if (!result.ok) return result;
  const line = { action: path, subjectId: subjectOf(result.data) };
  return runAudited(
    entry,
    type,
    () => Promise.resolve(result),
    () => line,
  );
});

/**
 * The same three gates for what Clerk is to do. The resolver decides, in the transaction, and hands over one command; the
 * intent is committed with its audit row, and only then is Clerk asked. What is answered is what Clerk did. Each has a fresh form,
 * for what cannot simply be undone: the caller has proven within the last minutes who they are.
 */
export const protectedCommand = personCommand(false);
export const freshProtectedCommand = personCommand(true);

function personCommand(fresh: boolean) {
  return enterBy("user", null, { command: true, fresh }).use(({ ctx, type, path, next }) => {
    requireMutation(type);
    const user = requireThemselves(requirePerson(ctx));
    if (fresh) requireFresh(user);
    const entry = userEntry(ctx, user);
    return enterCommand(entry, path, (db: Db<"user">, command: HandOver<"user">) =>
      next({ ctx: { user, db, command } }),
    );
  });
}

export const orgCommand = memberCommand(false);
export const freshOrgCommand = memberCommand(true);

function memberCommand(fresh: boolean) {
  return <const P extends Permission>(needed: P & One<P>) => {
    const wanted: P = needed;
    return enterBy("org", wanted, { command: true, fresh }).use(({ ctx, type, path, next }) => {
      requireMutation(type);
      const { user, organization } = requireMember(ctx, wanted);
      requireThemselves(user);
      if (fresh) requireFresh(user);
      const entry = memberEntry(ctx, { user, organization }, wanted);
      const { userId } = user;
      const member = { userId, organizationId: organization.id, role: organization.role };
      return enterCommand(entry, path, (db: Db<"org", P>, command: HandOver<"org">) =>
        next({ ctx: { user, member, db, command } }),
      );
    });
  };
}

export const adminCommand = administratorCommand(false);
export const freshAdminCommand = administratorCommand(true);

function administratorCommand(fresh: boolean) {
  return enterBy("admin", null, { command: true, fresh }).use(({ ctx, type, path, next }) => {
    requireMutation(type);
    const admin = requireThemselves(requireAdministrator(ctx));
    if (fresh) requireFresh(admin);
    const entry = administratorEntry(ctx, admin);
    return enterCommand(entry, path, (db: Db<"admin">, command: HandOver<"admin">) =>
      next({ ctx: { admin, db, command } }),
    );
  });
}

interface Call {
  readonly type: "query" | "mutation" | "subscription";
  readonly path: string;
}

/** Opens the handle: read-only statements for a query; one audited transaction for a mutation, and for all that an administrator does. */
async function enter<
  G extends Gate,
  P extends Permission,
  R extends { ok: boolean; data?: unknown },
>(entry: Entry<G, P>, call: Call, run: (db: Db<G, P>) => Promise<R>, presumed = true): Promise<R> {
  const { type } = call;
  if (type === "subscription") throw new Error(`${call.path} goes on: make it with orgStream.`);
  if (entry.gate !== "admin" && type !== "mutation") return runQuery(entry, run, presumed);
  return runAudited(entry, type, run, (result) => ({
    action: call.path,
    subjectId: subjectOf(result.data),
  }));
}

/** The same for a command: what the transaction commits is the intent, and Clerk is asked after it. */
async function enterCommand<
  G extends CommandGate,
  P extends Permission,
  R extends { ok: boolean; data?: unknown },
>(
  entry: Entry<G, P>,
  path: string,
  run: (db: Db<G, P>, command: HandOver<G>) => Promise<R>,
): Promise<R> {
  const { user, organization } = entry.claims;
  const desk = openDesk<G>(path, { actorId: user ?? null, organizationId: organization ?? null });
  const result = await runAudited(
    entry,
    "mutation",
    (db: Db<G, P>) => run(db, desk.handOver),
    () => desk.taken().intent,
  );
  if (!result.ok) return result;
  const ticket = await carryOut(desk.taken());
  // Guarantee: the one procedure whose command gives a ticket answers an object that has a place for it (WithTicket).
  return ticket
    ? { ...result, data: { ...(result.data as object), ticket: ticket.reveal() } }
    : result;
}
