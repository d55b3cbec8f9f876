import { grantedActions, type Gate, type Model } from "@/src/access/grants";
import type { Permission } from "@/src/access/permissions";
import { AppError } from "@/src/access/errors";
import { allowExport } from "./export";
import { Prisma, type PrismaClient } from "./generated/client";
import { methodsOf, type Db } from "./handle";
import { openInbox } from "./inbox";
import { mapFault } from "./refusal";
import { runInScope, type Scope } from "./scope";

type Arguments = Readonly<Record<string, unknown>> | undefined;
type Delegate = Readonly<Record<string, (args: Arguments) => Promise<unknown>>>;

/** The client, or the transaction, whose delegates a handle calls. */
export type Delegates = Pick<PrismaClient, Model | "$queryRaw">;

/**
 * Builds a handle from the table of grants: only granted models, only granted methods, so that a cast finds nothing either.
 * Each method starts its query inside its own scope, whoever awaits it. A query's handle has the reading methods alone.
 */
export function openHandle<G extends Gate, P extends Permission = never>(
  delegates: Delegates,
  scope: Scope,
  gate: G,
  tenant?: { permission: P; organizationId: string },
  use: "granted" | "reads" = "granted",
): Db<G, P> {
  const handle = emptyRecord();
  for (const [model, actions] of grantedActions(gate, tenant?.permission)) {
    const methods = emptyRecord();
    // Guarantee: every delegate of the generated client has the operations that methodsOf names, as functions of one argument.
    const delegate = delegates[model] as unknown as Delegate;
    for (const action of actions) {
      if (use === "reads" && action !== "read") continue;
      for (const method of methodsOf[action]) {
        methods[method] = (args: Arguments) => callMethod(delegate, model, method, args, scope);
      }
    }
    handle[model] = Object.freeze(methods);
  }
  if (tenant) {
    const { organizationId } = tenant;
    handle["key"] = (id: string) => ({ organizationId, id });
  }
  if (gate === "admin") handle["inbox"] = openInbox(delegates, scope, use);
  if (gate === "user" || gate === "admin") allowExport(handle, delegates, scope);
  // Guarantee: the loop read the same table that Db<G, P> is computed from; tests/unit/db/handle.test.ts compares the two.
  return Object.freeze(handle) as Db<G, P>;
}

/** Without a prototype: a name that was not granted is not there, whatever it is. */
function emptyRecord(): Record<string, unknown> {
  // Guarantee: Object.create(null) is an object without properties; its type is `any`.
  return Object.create(null) as Record<string, unknown>;
}

function callMethod(
  delegate: Delegate,
  model: Model,
  method: string,
  args: Arguments,
  scope: Scope,
): Promise<unknown> {
  return runInScope(scope, async () => {
    assertScalarData(model, args?.["data"]);
    try {
      const start = delegate[method];
      if (!start) throw new Error(`Prisma has no ${model}.${method}`);
      return await start.call(delegate, args);
    } catch (error) {
      throw mapFault(error);
    }
  });
}

/** The types take the tenant and relation writes out of `data`; a cast meets this, and behind it the database. */
function assertScalarData(model: Model, data: unknown): void {
  if (data === undefined) return;
  const scalars = scalarFields[model];
  const rows: unknown[] = Array.isArray(data) ? data : [data];
  for (const row of rows) {
    if (typeof row !== "object" || row === null)
      throw new AppError("internal", "data must be an object");
    for (const field of Object.keys(row)) {
      if (field === "organizationId" || !Object.hasOwn(scalars, field)) {
        throw new AppError("internal", `${model}.${field} cannot be written through a handle`);
      }
    }
  }
}

const scalarFields: Record<Model, object> = {
  user: Prisma.UserScalarFieldEnum,
  organization: Prisma.OrganizationScalarFieldEnum,
  membership: Prisma.MembershipScalarFieldEnum,
  invitation: Prisma.InvitationScalarFieldEnum,
  clerkRole: Prisma.ClerkRoleScalarFieldEnum,
  clerkPermission: Prisma.ClerkPermissionScalarFieldEnum,
  clerkInstance: Prisma.ClerkInstanceScalarFieldEnum,
  endedSession: Prisma.EndedSessionScalarFieldEnum,
  project: Prisma.ProjectScalarFieldEnum,
  task: Prisma.TaskScalarFieldEnum,
  post: Prisma.PostScalarFieldEnum,
  auditEvent: Prisma.AuditEventScalarFieldEnum,
  auditChain: Prisma.AuditChainScalarFieldEnum,
  webhookDelivery: Prisma.WebhookDeliveryScalarFieldEnum,
  syncRun: Prisma.SyncRunScalarFieldEnum,
  clerkCommand: Prisma.ClerkCommandScalarFieldEnum,
};
