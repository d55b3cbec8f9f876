import { replayDelivery } from "@/src/server/sync/inbox";
import { readReplayed } from "@/src/server/sync/replay-run";
import { scopeText } from "@/src/server/sync/replay";
import { runSync } from "@/src/server/sync/run/perform";
import { startRun } from "@/src/server/sync/run/run";
import { CommandError } from "../command/failure.ts";
import { followRun, untilInterrupted } from "./progress.ts";
import { number, print } from "./report.ts";

const outcomes = {
  applied: "applied",
  ignored: "of a type that the mirror does not keep",
  rejected: "not of its type, or of another instance",
  failed: "failed; npm run sync -- status says why",
  reduced: "nothing is left of its payload, so it cannot be replayed",
  unknown: "there is no such delivery",
} as const;

export async function replay(words: {
  readonly id: string | undefined;
  readonly since: string | undefined;
}): Promise<number> {
  if (words.id !== undefined) {
    const { outcome, changed } = await replayDelivery(words.id);
    const text = changed ? ", and the mirror changed" : outcome === "applied" ? ", and known" : "";
    print(`${words.id}: ${outcomes[outcome]}${text}`);
    return outcome === "applied" || outcome === "ignored" ? 0 : 1;
  }
  const scope = scopeText(readTime(words.since));
  const asked = { kind: "replay", scope, dryRun: false, confirmed: false } as const;
  const run = await startRun({ ...asked, startedBy: "command" });
  const { signal, release } = untilInterrupted();
  const follow = followRun();
  const ended = await runSync(run.id, { signal, ...follow.options });
  follow.close();
  release();
  if (ended.status === "waiting") {
    print("Interrupted. The same command goes on from there.");
    return 130;
  }
  const { ids, changed, ...counts } = readReplayed(ended.found);
  for (const [outcome, count] of Object.entries(counts))
    if (count > 0) print(`${outcome}  ${number(count)}`);
  print(`${number(ended.done)} replayed; ${number(changed)} changed the mirror.`);
  if (ids.length > 0) print(`not applied: ${ids.join(" ")}`);
  if (ended.status !== "done") print(`Broken off: ${ended.error ?? "unknown"}.`);
  return ended.status === "done" && ids.length === 0 ? 0 : 1;
}

function readTime(since: string | undefined) {
  if (since === undefined) return { kind: "failed" } as const;
  const time = Date.parse(since);
  if (Number.isNaN(time)) throw new CommandError(`${since} is no time.`, 2);
  return { kind: "since", since: time } as const;
}
