import { fileURLToPath } from "node:url";
import path from "node:path";
import { AppError, errorCodes } from "@/src/access/errors";
import { freshMinutes } from "@/src/access/freshness";
import type { Permission } from "@/src/access/permissions";
import type { EntryClaims } from "@/src/server/db/scope";
import {
  administratorEntry,
  memberEntry,
  publicEntry,
  requireAdministrator,
  requireFresh,
  requireMember,
  requirePerson,
  requireQuery,
  requireThemselves,
  userEntry,
} from "@/src/server/trpc/admission";
import type { Context } from "@/src/server/trpc/context";
import type { Layer, Reason } from "./answer.ts";
import type { AccessSource } from "./source/access.ts";
import type { Place } from "./source/module.ts";
import type { Procedure } from "./source/procedures.ts";

const asks = {
  public: { by: "requireQuery", text: "lets anybody read" },
  user: { by: "requirePerson", text: "asks for a signed-in person" },
  org: {
    by: "requireMember",
    text: "asks for an active organization; of the permission, the entry decides",
  },
  admin: { by: "requireAdministrator", text: "asks for a platform administrator, as themselves" },
} as const;

/** Runs the gate's own checks: the functions that the procedure itself runs. */
export function askGate(
  root: string,
  procedure: Procedure,
  ctx: Context,
  source: AccessSource,
): Layer {
  const { by, text } = asks[procedure.gate];
  try {
    check(procedure, ctx);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code } = error;
    const reason = { text: errorCodes[code].message, place: whereThrown(root, error) };
    return { name: "gate", verdict: "refuses", code, reasons: [{ text, place: null }, reason] };
  }
  const reasons: Reason[] = [{ text, place: source.check(by) }];
  if (procedure.fresh)
    reasons.push({
      text: `asks for a proof of who they are within ${freshMinutes} minutes`,
      place: source.check("requireFresh"),
    });
  return { name: "gate", verdict: "allows", code: null, reasons };
}

function check({ gate, permission, type, command, fresh }: Procedure, ctx: Context): void {
  if (gate === "public") requireQuery(type);
  else if (gate === "user") requirePerson(ctx);
  else if (gate === "org") requireMember(ctx, needed(permission));
  else requireAdministrator(ctx);
  if (command) requireThemselves(requirePerson(ctx));
  if (fresh) requireFresh(requirePerson(ctx));
}

/** The scanner refuses an org procedure without one. */
function needed(permission: Permission | null): Permission {
  if (permission === null) throw new Error("The org gate has a permission.");
  return permission;
}

/** The line of the application that threw it. */
function whereThrown(root: string, error: Error): Place | null {
  for (const [, found = "", line] of (error.stack ?? "").matchAll(
    /\(?([^\s()]+):(\d+):\d+\)?$/gm,
  )) {
    const file = found.startsWith("file:") ? fileURLToPath(found) : found;
    const inside = path.relative(root, file).split(path.sep).join("/");
    if (inside.startsWith("src/")) return { file: inside, line: Number(line) };
  }
  return null;
}

/**
 * As whom the gate enters the database for such a call; null where there is nothing to enter with. What a refused administrator
 * would claim is no fact, so it is not tried.
 */
export function claimsOf(procedure: Procedure, ctx: Context, letIn: boolean): EntryClaims | null {
  const { gate, permission, type } = procedure;
  const { principal } = ctx;
  // An administrator's query writes too: its audit row.
  const write = type === "mutation" || gate === "admin";
  if (gate === "public") return { ...publicEntry(ctx).claims, gate, write: letIn && write };
  if (principal.kind === "anonymous") return null;
  if (gate === "user") return { ...userEntry(ctx, principal).claims, gate, write };
  if (gate === "admin") {
    return letIn ? { ...administratorEntry(ctx, principal).claims, gate, write } : null;
  }
  const { organization } = principal;
  if (!organization) return null;
  const member = { user: principal, organization };
  return { ...memberEntry(ctx, member, needed(permission)).claims, gate, write };
}
