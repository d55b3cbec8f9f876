import type { ErrorCode } from "../errors";
import { isFresh, type Proof } from "../freshness";
import type { Gate, Model } from "../grants";
import { closePermissions, type Permission } from "../permissions";
import { reachOf } from "../reach";
import { permissionSource, rolePermissions, type PermissionSource } from "../roles";
import type { PrincipalCase } from "./principals";

/** What the matrix knows of a procedure: what its gate stamped on it, and of which model its input names a row. */
export interface ProcedureFacts {
  readonly path: string;
  readonly type: "query" | "mutation" | "subscription";
  readonly gate: Gate;
  readonly permission: Permission | null;
  /** Whether it changes something at Clerk. */
  readonly command: boolean;
  /** Whether it asks for a proof of who calls that is not old. */
  readonly fresh: boolean;
  readonly target: Model | null;
}

/** Whose row the input names: within the gate's reach, outside it, or of nothing. `plain`: the input names none. */
export type Target = "plain" | "own" | "foreign" | "absent";
/** What a cell of the matrix can be: a call that is done, or one of the refusals that depend on who calls. */
export const matrixOutcomes = [
  "done",
  "signed_out",
  "session_ended",
  "user_deleted",
  "user_banned",
  "no_organization",
  "organization_mismatch",
  "membership_removed",
  "permission_missing",
  "permission_stale",
  "not_administrator",
  "impersonated",
  "reverification_required",
  "not_found",
] as const satisfies readonly ("done" | ErrorCode)[];
export type MatrixOutcome = (typeof matrixOutcomes)[number];
type Refusal = Exclude<MatrixOutcome, "done">;

export function targetsOf({ target }: ProcedureFacts): readonly Target[] {
  return target === null ? ["plain"] : ["own", "foreign", "absent"];
}

/** The setting under which a case is judged: its own, or the project's. */
function settingOf(principal: PrincipalCase): PermissionSource {
  return principal.setting ?? permissionSource;
}

/**
 * What a call should come to, by the tables of src/access alone: first what the token says, then what the database knows better,
 * then whose row it is about. In the order in which the gates ask.
 */
export function expectedOutcome(
  procedure: ProcedureFacts,
  principal: PrincipalCase,
  target: Target,
  source: PermissionSource = settingOf(principal),
): MatrixOutcome {
  return (
    judgeClaims(procedure, principal) ??
    judgeSince(procedure, principal, source) ??
    judgeTarget(procedure, principal, target)
  );
}

function judgeClaims(
  { gate, type, command, fresh }: ProcedureFacts,
  principal: PrincipalCase,
): Refusal | null {
  if (gate === "public") return type === "mutation" ? "signed_out" : null;
  if (principal.token !== "valid") return "signed_out";
  if (principal.pageOfOther) return "organization_mismatch";
  if (gate === "admin" && (!principal.platformAdmin || principal.impersonated))
    return "not_administrator";
  if (gate === "org" && !principal.organization) return "no_organization";
  if (command && principal.impersonated) return "impersonated";
  if (fresh && !isFresh(proofOf(principal))) return "reverification_required";
  return null;
}

/** What the token says of when they proved who they are: just now, unless the case is about that. */
export function proofOf({ provenMinutesAgo = 0 }: PrincipalCase): Proof {
  return { first: provenMinutesAgo, second: null };
}

/** The permissions that the token comes to, under a setting. */
export function claimedPermissions(
  { organization }: PrincipalCase,
  source: PermissionSource,
): readonly Permission[] {
  if (!organization) return [];
  const { role, permissions } = organization;
  // Under `clerk`, Clerk's roles are taken to be set as ours are, unless the case says what the token brings.
  return source === "clerk" && permissions ? closePermissions(permissions) : rolePermissions(role);
}

function judgeSince(
  { gate, permission }: ProcedureFacts,
  principal: PrincipalCase,
  source: PermissionSource,
): Refusal | null {
  const { since = {} } = principal;
  if (gate === "public") return null;
  if (since.userDeleted) return "user_deleted";
  if (since.userBanned) return "user_banned";
  if (since.sessionEnded || since.impersonatorBanned) return "session_ended";
  if (gate === "admin" && since.administratorUnmade) return "not_administrator";
  if (gate === "org") {
    if (since.organizationDeleted || since.membershipRemoved) return "membership_removed";
    if (!holds(permissionsNow(principal, source), permission)) {
      // What was taken away since may come back with a fresh token; what the token does not say either was never there.
      const withdrawn = holds(claimedPermissions(principal, source), permission);
      return withdrawn ? "permission_stale" : "permission_missing";
    }
  }
  return null;
}

/** What the person may do by what is known now: the mirror is newer than the token where something has happened since. */
function permissionsNow(principal: PrincipalCase, source: PermissionSource): readonly Permission[] {
  const { since = {} } = principal;
  if (source === "clerk" && since.rolePermissions) return closePermissions(since.rolePermissions);
  // Under `clerk` too: Clerk's roles are taken to be mirrored, and set as ours are.
  if (since.role !== undefined) return rolePermissions(since.role);
  return claimedPermissions(principal, source);
}

function holds(held: readonly Permission[], permission: Permission | null): boolean {
  return permission !== null && held.includes(permission);
}

function judgeTarget(
  { gate, target: model }: ProcedureFacts,
  principal: PrincipalCase,
  target: Target,
): MatrixOutcome {
  if (target === "plain" || model === null) return "done";
  const reach = reachOf(gate, model);
  if (reach === "joined") return isJoined(principal, target) ? "done" : "not_found";
  // Nothing is foreign to a gate that reaches all rows.
  return target === "own" || (target === "foreign" && reach === "all") ? "done" : "not_found";
}

/** Whether the mirror knows the caller as a member of the organization. The foreign rows' may be theirs as well. */
function isJoined(
  { organization, memberOf, mirrored, since = {} }: PrincipalCase,
  target: Exclude<Target, "plain">,
): boolean {
  if (target === "absent" || mirrored === false) return false;
  const active = organization?.active ?? "first";
  if (target === "foreign") return memberOf.includes(active === "first" ? "second" : "first");
  const gone = since.membershipRemoved ?? since.organizationDeleted ?? false;
  return !gone && memberOf.includes(active);
}
