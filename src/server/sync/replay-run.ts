import { z } from "zod";
import { replayDelivery, type Replay } from "./inbox";
import { findReplayable, readScope } from "./replay";
import type { Work } from "./run/work";

const Cursor = z.object({ after: z.string().default("") });
const batch = 50;
/** Ids that are named; of more only the number is told. */
const named = 50;

const Replayed = z.object({
  applied: z.number().int().default(0),
  ignored: z.number().int().default(0),
  rejected: z.number().int().default(0),
  failed: z.number().int().default(0),
  reduced: z.number().int().default(0),
  unknown: z.number().int().default(0),
  /** Of these, how many changed the mirror. */
  changed: z.number().int().default(0),
  /** Which were not applied. */
  ids: z.array(z.string()).default([]),
});
/** What a run of replays came to. */
export type Replayed = z.infer<typeof Replayed>;

export function readReplayed(value: unknown): Replayed {
  return Replayed.safeParse(value).data ?? Replayed.parse({});
}

export function countReplay(replayed: Replayed, id: string, { outcome, changed }: Replay): void {
  replayed[outcome] += 1;
  if (changed) replayed.changed += 1;
  const isWell = outcome === "applied" || outcome === "ignored";
  if (!isWell && replayed.ids.length < named) replayed.ids.push(id);
}

/** Replays what the run's scope names, in the order of the ids: versions decide, whatever the order. */
export async function replayRun(work: Work): Promise<void> {
  const scope = readScope(work.run.scope);
  const replayed = readReplayed(work.run.found);
  let { after } = Cursor.parse(work.run.cursor);
  for (;;) {
    const ids = await findReplayable(scope, { after, limit: batch });
    for (const id of ids) {
      countReplay(replayed, id, await replayDelivery(id));
      work.done += 1;
    }
    const last = ids.at(-1);
    if (last === undefined) return;
    after = last;
    work.found = replayed;
    await work.save("deliveries", { after });
  }
}
