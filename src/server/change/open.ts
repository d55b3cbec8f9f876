import { AppError } from "@/src/access/errors";
import { streamLimit } from "@/src/access/limits";
import { listen } from "@/src/server/db/listen";
import { readChange } from "./change";
import { ChangeHub } from "./hub";
import type { Watch, Watched } from "./watch";

/** Streams that one process serves at once; each keeps a connection and a little memory. */
const processLimit = 2_000;
/** Milliseconds that somebody waits for the connection that hears of changes. */
const patience = 5_000;

// Next loads this module more than once; what the database tells is heard once.
const holder: typeof globalThis & { gatehouseChanges?: ChangeHub } = globalThis;

/** The process's one hub. */
export function changes(): ChangeHub {
  return (holder.gatehouseChanges ??= new ChangeHub());
}

/**
 * Resolves once every change is heard, which from here on has a position.
 * @throws AppError rate_limited for one person's too many, unavailable where the process or the database cannot serve more.
 */
export async function readyToWatch(userId: string): Promise<void> {
  assertRoom(userId);
  try {
    await listening(changes());
  } catch (error) {
    throw new AppError("unavailable", undefined, { cause: error });
  }
}

/** Begins to watch. Close what comes back. @throws AppError as readyToWatch */
export function openWatch(watched: Watched): Watch {
  assertRoom(watched.userId);
  return changes().watch(watched);
}

function assertRoom(userId: string): void {
  const hub = changes();
  if (hub.countOf(userId) >= streamLimit)
    throw new AppError("rate_limited", "You have too many pages open. Close some, then try again.");
  if (hub.size >= processLimit) throw new AppError("unavailable");
}

async function listening(hub: ChangeHub): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the database was not heard in time")), patience);
  });
  const onTold = (told: string): void => {
    const change = readChange(told);
    if (change) hub.tell(change);
  };
  try {
    await Promise.race([listen({ onTold, onGap: () => hub.tellGap() }), late]);
  } finally {
    clearTimeout(timer);
  }
}
