import { readOpenCommands } from "@/src/server/db/command";
import { log } from "@/src/server/log";
import { conclude } from "./conclude";
import type { Begun, CommandAction } from "./desk";
import { doings } from "./doings";

/** A command may still be under way for so many milliseconds: its call, and the look at what came of it. */
const grace = 60_000;

/** How many commands that nobody knew the end of were found to be done, not done, or still cannot be told. */
export interface Settled {
  readonly done: number;
  readonly notDone: number;
  readonly open: number;
}

/**
 * Finds out what became of commands whose end nobody wrote down: their process was killed, or Clerk did not answer. By looking
 * at Clerk, never by asking for them once more: whoever asked has been told, and may have changed their mind.
 */
export async function settleCommands(olderThan = grace): Promise<Settled> {
  const settled = { done: 0, notDone: 0, open: 0 };
  for (const { action, ...rest } of await readOpenCommands(olderThan)) {
    try {
      if (!isAction(action)) throw new Error(`${action} is no command.`);
      settled[await settle({ action, ...rest })] += 1;
    } catch (error) {
      settled.open += 1;
      log.warn({ commandId: rest.id, action, error }, "a command could not be settled");
    }
  }
  return settled;
}

async function settle(begun: Begun): Promise<"done" | "notDone"> {
  const look = await doings[begun.action].look(begun);
  await conclude(begun, look, { status: "refused", outcome: "not_done" });
  return look.done ? "done" : "notDone";
}

function isAction(action: string): action is CommandAction {
  return Object.hasOwn(doings, action);
}
