"use client";

import Link from "next/link";
import { useState } from "react";
import { RunProgress } from "./run-progress";
import { StartRun } from "./start-run";
import type { Run } from "./use-run";
import { webhooksPath } from "./address";

interface Props {
  /** The newest run, if there ever was one. */
  newest: Run | null;
  unapplied: number;
}

/** What the sync was last asked to do, how far it is, and what it can be asked for. */
export function Runs({ newest, unapplied }: Props) {
  const [started, setStarted] = useState<Run | null>(null);
  const shown = started ?? newest;
  return (
    <section aria-labelledby="runs" className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="runs" className="text-base font-semibold">
          Newest run
        </h2>
        <div className="flex flex-wrap items-center gap-2">
          <Link
            href={`${webhooksPath}/runs`}
            prefetch={false}
            className="rounded-control px-2 text-small text-muted hover:text-text hover:underline"
          >
            All runs
          </Link>
          <StartRun unapplied={unapplied} onStarted={setStarted} />
        </div>
      </div>
      {shown ? (
        <RunProgress key={shown.id} run={shown} onConfirmed={setStarted} />
      ) : (
        <p className="rounded-card border border-dashed px-4 py-6 text-center text-muted">
          Nothing was reconciled or replayed yet. Webhooks keep the mirror; a reconcile finds what
          they lost.
        </p>
      )}
    </section>
  );
}
