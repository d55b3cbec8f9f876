import type { ClerkFault } from "@/src/server/clerk/api";
import { Findings } from "../reconcile/findings";
import type { Ask } from "../reconcile/patience";
import { saveProgress, type Run } from "./run";

export interface RunProgress {
  /** Of this run: what it is at, such as "users". */
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  /** A drift report (Found) or what replays came to (Replayed). */
  readonly found: object;
}

export interface RunOptions {
  /** Interrupts the run, which can be gone on with later. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  /** Told when Clerk has it wait; milliseconds. */
  readonly onWait?: ((wait: number, fault: ClerkFault) => void) | undefined;
}

/** What stops a run until somebody decides. */
export class RunStop extends Error {
  override readonly name = "RunStop";
  constructor(readonly code: "too_many_tombstones" | "another_instance") {
    super(code);
  }
}

/** A run in this process's hands: what it may do, and where it is. */
export class Work {
  readonly findings: Findings;
  done: number;
  total: number | null;
  cursor: Readonly<Record<string, unknown>>;
  found: object;

  constructor(
    readonly run: Run,
    readonly claim: string,
    readonly ask: Ask,
    private readonly options: RunOptions,
  ) {
    this.findings = new Findings(run.found);
    this.done = run.done;
    this.total = run.total;
    this.cursor = run.cursor;
    this.found = run.kind === "reconcile" ? this.findings.found : run.found;
  }

  /** Writes down where to go on after a crash; ends here where the run was interrupted. @throws RunLost */
  async save(stage: string, cursor: Readonly<Record<string, unknown>>): Promise<void> {
    this.cursor = cursor;
    await this.keep();
    const { done, total, found } = this;
    this.options.onProgress?.({ stage, done, total, found });
    this.options.signal?.throwIfAborted();
  }

  /** Writes down what was found, also where the run ends. @throws RunLost */
  async keep(): Promise<void> {
    const { cursor, done, total, found } = this;
    await saveProgress(this.run.id, this.claim, { cursor, done, total, found });
  }
}
