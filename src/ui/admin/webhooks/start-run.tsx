"use client";

import { RefreshCw, RotateCcw } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Button } from "@/src/ui/button";
import { Dialog } from "@/src/ui/dialog";
import { TextField } from "@/src/ui/field";
import { FormFault } from "@/src/ui/form-fault";
import type { Run } from "./use-run";
import { Checkbox } from "../../checkbox";

interface Props {
  /** How many deliveries were not applied. */
  unapplied: number;
  onStarted: (run: Run) => void;
}

/** What an administrator can set going: a reconcile, or a replay of everything that was not applied. */
export function StartRun({ unapplied, onStarted }: Props) {
  const [open, setOpen] = useState(false);
  const start = trpc.run.start.useMutation({
    onSuccess: (run) => {
      setOpen(false);
      onStarted(run);
    },
  });
  const replay = trpc.run.start.useMutation({
    onSuccess: onStarted,
    onError: (error) => notifyFault(error, "Nothing was replayed"),
  });
  return (
    <>
      {unapplied > 0 && (
        <Button
          {...calls("run.start")}
          busy={replay.isPending}
          onClick={() => replay.mutate({ kind: "replay", scope: "failed" })}
        >
          <RotateCcw aria-hidden className="size-4" />
          Replay what was not applied
        </Button>
      )}
      <Button
        {...calls("run.start")}
        look="primary"
        onClick={() => {
          start.reset();
          setOpen(true);
        }}
      >
        <RefreshCw aria-hidden className="size-4" />
        Reconcile
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Reconcile with Clerk">
        <ReconcileForm
          busy={start.isPending}
          error={start.error}
          onCancel={() => setOpen(false)}
          onSubmit={(input) => start.mutate({ kind: "reconcile", ...input })}
        />
      </Dialog>
    </>
  );
}

interface FormProps {
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onSubmit: (input: { scope: string; dryRun: boolean }) => void;
}

function ReconcileForm({ busy, error, onCancel, onSubmit }: FormProps) {
  const [one, setOne] = useState(false);
  const [id, setId] = useState("");
  const [dryRun, setDryRun] = useState(true);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit({ scope: one ? id.trim() : "all", dryRun });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <p className="text-ui text-muted">
        Compares the mirror with Clerk and applies what no webhook told. A dry run only reports.
      </p>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-small font-medium">What</legend>
        {[
          { value: false, text: "Everybody and every organization" },
          { value: true, text: "One person or organization" },
        ].map((choice) => (
          <label key={choice.text} className="flex items-center gap-2 text-ui">
            <input
              type="radio"
              name="what"
              className="size-4 accent-accent"
              checked={one === choice.value}
              onChange={() => setOne(choice.value)}
            />
            {choice.text}
          </label>
        ))}
      </fieldset>
      {one && (
        <TextField
          label="Clerk id"
          value={id}
          onChange={(event) => setId(event.target.value)}
          required
          pattern="\s*(user|org)_[A-Za-z0-9]+\s*"
          title="user_… or org_…"
          placeholder="user_2abc"
          autoFocus
        />
      )}
      <label className="flex items-center gap-2 text-ui">
        <Checkbox checked={dryRun} onChange={(event) => setDryRun(event.target.checked)} />
        Dry run: report, and change nothing
      </label>
      <FormFault error={error} fields={[]} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" type="submit" busy={busy}>
          Start
        </Button>
      </div>
    </form>
  );
}
