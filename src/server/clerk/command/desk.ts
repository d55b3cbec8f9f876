import { randomUUID } from "node:crypto";
import { permissionSource } from "@/src/access/roles";
import type { Intent } from "@/src/server/db/gate";

/** The gates whose procedures may ask something of Clerk, and what. Each command has the name of its procedure. */
interface CommandsOf {
  user:
    | { readonly action: "member.leave"; readonly organizationId: string }
    | { readonly action: "me.endOtherSessions"; readonly sessionId: string };
  /** In the active organization: the claims say which. */
  org:
    | { readonly action: "member.changeRole"; readonly userId: string; readonly role: string }
    | { readonly action: "member.remove"; readonly userId: string }
    | {
        readonly action: "invitation.create";
        readonly emailAddress: string;
        readonly role: string;
      }
    | { readonly action: "invitation.revoke"; readonly invitationId: string };
  admin:
    | {
        readonly action:
          | "admin.banUser"
          | "admin.unbanUser"
          | "admin.makeAdministrator"
          | "admin.unmakeAdministrator"
          | "admin.endSessions";
        readonly userId: string;
      }
    | { readonly action: "admin.impersonate"; readonly userId: string; readonly reason: string };
}
export type CommandGate = keyof CommandsOf;
export type Command<G extends CommandGate = CommandGate> = CommandsOf[G];
export type CommandAction = Command["action"];

/** Takes what a resolver asks of Clerk, one command a call, and gives its id. Nothing is asked before the transaction is committed. */
export type HandOver<G extends CommandGate> = (command: Command<G>) => string;

/** A command as it can be found in the database after a crash. */
export interface Begun {
  readonly id: string;
  readonly action: CommandAction;
  readonly actorId: string;
  readonly organizationId: string | null;
  readonly subjectId: string | null;
  readonly detail: string | null;
}

interface Taken {
  readonly intent: Intent;
  readonly begun: Begun;
  /** An address or a reason, in memory alone: what is written down before Clerk is asked holds ids and codes. */
  readonly spoken: string | null;
}

interface Claims {
  readonly actorId: string | null;
  readonly organizationId: string | null;
}

/** Where one call's resolver puts its command, and its gate finds it. @throws Error for a second one, or for none */
export function openDesk<G extends CommandGate>(path: string, claims: Claims) {
  let found: Taken | null = null;
  return {
    handOver: ((command) => {
      if (found) throw new Error(`${path} asks Clerk for a second thing.`);
      if (command.action !== path) throw new Error(`${path} asks for ${command.action}.`);
      found = take(command, claims);
      return found.begun.id;
    }) satisfies HandOver<G>,
    taken(): Taken {
      if (!found) throw new Error(`${path} asks nothing of Clerk.`);
      return found;
    },
  };
}

function take(command: Command, { actorId, organizationId }: Claims): Taken {
  if (actorId === null) throw new Error("Nobody asks anything of Clerk.");
  const id = randomUUID();
  const named = "organizationId" in command ? { organizationId: command.organizationId } : {};
  const parts = {
    id,
    action: command.action,
    subjectId: subjectOf(command, actorId),
    detail: detailOf(command),
  };
  return {
    intent: { ...parts, ...named, source: permissionSource },
    begun: { ...parts, actorId, organizationId, ...named },
    spoken: spokenOf(command),
  };
}

/** Whom or what it changes; whom an invitation is for has no id yet. */
function subjectOf(command: Command, actorId: string): string | null {
  if ("userId" in command) return command.userId;
  if ("invitationId" in command) return command.invitationId;
  return command.action === "invitation.create" ? null : actorId;
}

function spokenOf(command: Command): string | null {
  if ("emailAddress" in command) return command.emailAddress;
  return "reason" in command ? command.reason : null;
}

function detailOf(command: Command): string | null {
  if ("role" in command) return command.role;
  return "sessionId" in command ? command.sessionId : null;
}
