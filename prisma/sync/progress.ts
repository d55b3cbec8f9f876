import type { RunOptions, RunProgress } from "@/src/server/sync/run/work";
import { number } from "./report.ts";

/** How often a line is written where it cannot be overwritten, milliseconds. */
const everyLine = 2_000;
const everyFrame = 200;

/** How far a run is: what it is at, done of total, rate and time left. On a terminal one line, otherwise one every 2 s. */
export function followRun(): {
  readonly options: Pick<RunOptions, "onProgress" | "onWait">;
  close(): void;
} {
  const isTerminal = process.stderr.isTTY;
  const since = Date.now();
  let from: number | null = null;
  let shown = isTerminal ? 0 : since;
  const write = (text: string) =>
    process.stderr.write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
  const show = (progress: RunProgress) => {
    from ??= progress.done;
    const now = Date.now();
    if (now - shown < (isTerminal ? everyFrame : everyLine)) return;
    shown = now;
    write(describeProgress(progress, progress.done - from, now - since));
  };
  return {
    options: {
      onProgress: show,
      onWait: (wait, fault) =>
        void write(
          `Clerk: ${fault.kind} ${fault.status || ""}; waiting ${(wait / 1000).toFixed(1)} s`,
        ),
    },
    close() {
      if (isTerminal) process.stderr.write("\r\u001b[K");
    },
  };
}

/** @param fresh how many were done in `time` milliseconds by this process */
export function describeProgress(
  { stage, done, total }: RunProgress,
  fresh: number,
  time: number,
): string {
  const rate = time > 0 ? (fresh * 1000) / time : 0;
  const left = total !== null && rate > 0 ? Math.max(0, total - done) / rate : null;
  const of = total === null ? "" : ` of ${number(Math.max(total, done))}`;
  const rest = left === null ? "" : `, ${describeTime(left)} left`;
  return `${stage}: ${number(done)}${of}, ${number(Math.round(rate))}/s${rest}`;
}

function describeTime(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}

/** Ctrl-C ends cleanly; a second one at once. */
export function untilInterrupted(): { readonly signal: AbortSignal; readonly release: () => void } {
  const abort = new AbortController();
  const stop = () => {
    if (abort.signal.aborted) process.exit(130);
    process.stderr.write("\nStopping …\n");
    abort.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: abort.signal,
    release() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
