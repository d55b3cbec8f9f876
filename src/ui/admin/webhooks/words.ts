import type { DeliverySource, DeliveryStatus, RunStatus } from "@/src/access/deliveries";

type Tone = "neutral" | "success" | "warning" | "danger" | "accent";
interface Word {
  readonly name: string;
  readonly tone: Tone;
}

export const statusWords: Readonly<Record<DeliveryStatus, Word>> = {
  applied: { name: "Applied", tone: "success" },
  ignored: { name: "Ignored", tone: "neutral" },
  rejected: { name: "Rejected", tone: "warning" },
  failed: { name: "Failed", tone: "danger" },
};

export const sourceWords: Readonly<Record<DeliverySource, string>> = {
  webhook: "Webhook",
  reconcile: "Reconcile",
  command: "Command",
};

export const runWords: Readonly<Record<RunStatus, Word>> = {
  waiting: { name: "Waiting", tone: "neutral" },
  running: { name: "Running", tone: "accent" },
  done: { name: "Done", tone: "success" },
  failed: { name: "Failed", tone: "danger" },
  stopped: { name: "Stopped", tone: "warning" },
};

/** What a run's code asks of whoever reads it. */
const stops: Readonly<Record<string, string>> = {
  too_many_tombstones:
    "It would delete more than 1 % of what is here. Look at what it found, then confirm or leave it.",
  another_instance:
    "The secret key belongs to another Clerk instance than the one mirrored here. Nothing was changed.",
};

export function reasonOf(error: string): string {
  return stops[error] ?? `It ended with ${error}.`;
}

/** A length of time as people say it: no more digits than they need. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${Math.round(milliseconds)} ms`;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3_600) return `${(seconds / 3_600).toFixed(seconds < 36_000 ? 1 : 0)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

interface Named {
  readonly kind: "reconcile" | "replay";
  readonly scope: string;
}

export function titleOf({ kind, scope }: Named): string {
  if (kind === "reconcile") return scope === "all" ? "Reconcile everything" : `Reconcile ${scope}`;
  return scope === "failed" ? "Replay what was not applied" : `Replay ${scope}`;
}
