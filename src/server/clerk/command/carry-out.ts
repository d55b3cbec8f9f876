import { AppError, type ErrorCode } from "@/src/access/errors";
import { settleCommand } from "@/src/server/db/command";
import { log } from "@/src/server/log";
import { ClerkFault } from "../api";
import { applyLook, conclude } from "./conclude";
import type { Begun } from "./desk";
import { doings, type Seen } from "./doings";
import { Ticket } from "./ticket";
import { codeOfFault } from "./refusals";

/** What became of a command that was begun, where it was not done. Its audit row is written already. */
export class CommandFault extends AppError {}

const unknown = { status: "unknown", outcome: "outcome_unknown" } as const;

interface Ordered {
  readonly begun: Begun;
  readonly spoken: string | null;
}

/**
 * Asks Clerk for what was committed as an intent, and applies its answer before the caller hears of it: what they did is in
 * force from their own answer on. Where Clerk does not say whether it was done, it is asked how things stand; where that does not
 * help, the caller hears that nobody knows, and the command is settled later (settle.ts).
 * @returns what Clerk gave for the caller alone, where it is asked for such a thing
 * @throws CommandFault
 */
export async function carryOut({ begun, spoken }: Ordered): Promise<Ticket | null> {
  const { action, id } = begun;
  let given: readonly Seen[] | Ticket;
  try {
    given = await doings[action].ask(begun, spoken);
  } catch (error) {
    const code = error instanceof ClerkFault ? codeOfFault(error, begun.detail !== null) : null;
    log.warn({ commandId: id, action, code, error }, "Clerk did not carry out a command");
    if (code !== null) return refuse(begun, code);
    await findOut(begun);
    return null;
  }
  const ticket = given instanceof Ticket ? given : null;
  try {
    const seen = given instanceof Ticket ? [] : given;
    await conclude(begun, { seen, done: true }, unknown);
    return ticket;
  } catch (error) {
    // Clerk has done it: the webhook, or the settling of what is open, will say so here.
    log.error({ commandId: id, action, error }, "the answer to a command could not be applied");
    throw new CommandFault("outcome_unknown", undefined, { cause: error });
  }
}

/** Nothing was done at Clerk. Where it knows nothing of the subject, the mirror is behind. */
async function refuse(begun: Begun, code: ErrorCode): Promise<never> {
  try {
    if (code === "not_found") await applyLook(begun, await doings[begun.action].look(begun));
  } catch (error) {
    log.warn({ commandId: begun.id, error }, "what Clerk does not know could not be looked at");
  }
  try {
    await settleCommand(begun.id, { status: "refused", outcome: code });
  } catch (error) {
    log.error({ commandId: begun.id, error }, "a refused command could not be settled");
  }
  throw new CommandFault(code);
}

async function findOut(begun: Begun): Promise<void> {
  try {
    const look = await doings[begun.action].look(begun);
    // What was sent may yet arrive: that it is not done now does not say that it will not be.
    await conclude(begun, look, unknown);
    if (look.done) return;
  } catch (error) {
    log.error({ commandId: begun.id, error }, "nobody knows what became of a command");
    await settleCommand(begun.id, unknown).catch((cause: unknown) =>
      log.error({ commandId: begun.id, cause }, "nor could that be noted"),
    );
  }
  throw new CommandFault("outcome_unknown");
}
