"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { RunId } from "@/src/access/ids";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Badge } from "@/src/ui/badge";
import { Button } from "@/src/ui/button";
import { Confirm } from "@/src/ui/confirm";
import { Findings } from "./findings";
import { paceOf } from "./pace";
import { isLive } from "./poll";
import { useNow, useRun, type Run } from "./use-run";
import { duration, reasonOf, runWords, titleOf } from "./words";

const number = new Intl.NumberFormat("en-GB");

interface Props {
  run: Run;
  onConfirmed: (run: Run) => void;
}

/** One run: how far it is while it goes on, what it found, and what it asks when it stopped. */
export function RunProgress({ run: initial, onConfirmed }: Props) {
  const { data: run, dataUpdatedAt } = useRun(initial);
  const live = isLive(run);
  const now = useNow(live);
  const router = useRouter();
  const wasLive = useRef(live);
  useEffect(() => {
    // Its end has changed deliveries too, which the server showed as they were.
    if (wasLive.current && !live) router.refresh();
    wasLive.current = live;
  }, [live, router]);
  const { name, tone } = runWords[run.status];
  const pace = paceOf(run, dataUpdatedAt, live && now !== null ? now : dataUpdatedAt);
  return (
    <article aria-label={titleOf(run)} className="rounded-card border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 text-ui font-semibold break-words">{titleOf(run)}</h3>
        <Badge tone={tone}>{name}</Badge>
        {run.dryRun && <Badge>Dry run</Badge>}
        {run.confirmed && <Badge>Confirmed</Badge>}
      </div>
      {live && (
        <div className="mt-3">
          <progress
            aria-label="Progress"
            className="h-1.5 w-full overflow-hidden rounded-full accent-accent"
            value={run.total === null ? undefined : pace.done}
            max={run.total ?? undefined}
          />
          <p className="mt-1 text-small text-muted tabular-nums">
            {number.format(pace.done)}
            {run.total !== null && ` of ${number.format(run.total)}`}
            {pace.rate !== null && `, ${number.format(Math.round(pace.rate))} a second`}
            {pace.left !== null && `, ${duration(pace.left)} left`}
          </p>
        </div>
      )}
      <div role="status" className="mt-2 text-small">
        {!live && (
          <p className="text-muted">
            {number.format(run.done)} looked at.
            {run.error && ` ${reasonOf(run.error)}`}
          </p>
        )}
        <Findings found={run.found} />
      </div>
      {run.status === "stopped" && run.error === "too_many_tombstones" && (
        <Continue run={run} onConfirmed={onConfirmed} />
      )}
    </article>
  );
}

/** It would delete more than is usual: somebody has to say so. */
function Continue({ run, onConfirmed }: Props) {
  const [asking, setAsking] = useState(false);
  const confirm = trpc.run.confirm.useMutation({
    onSuccess: (next) => {
      setAsking(false);
      onConfirmed(next);
    },
    onError: (error) => notifyFault(error, "The run was not confirmed"),
  });
  return (
    <div className="mt-3">
      <Button {...calls("run.confirm")} look="danger" onClick={() => setAsking(true)}>
        Confirm and run again
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => confirm.mutate({ id: RunId.parse(run.id) })}
        busy={confirm.isPending}
        title="Delete what Clerk has no more?"
        action="Confirm"
      >
        The people, organizations and memberships that Clerk does not know any more become
        tombstones here. A tombstone is final.
      </Confirm>
    </div>
  );
}
