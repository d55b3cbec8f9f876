"use client";

import { RefreshCw, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { ReconcileFields } from "@/src/input/run";
import { Button } from "@/src/ui/button";
import { Checkbox } from "@/src/ui/checkbox";
import { Dialog } from "@/src/ui/dialog";
import { TextField } from "@/src/ui/field";
import { SchemaForm, useSchemaForm } from "@/src/ui/form";
import { FormActions } from "@/src/ui/form-actions";
import type { Run } from "./use-run";

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
      <Button {...calls("run.start")} look="primary" onClick={() => setOpen(true)}>
        <RefreshCw aria-hidden className="size-4" />
        Reconcile
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Reconcile with Clerk">
        <ReconcileForm
          onCancel={() => setOpen(false)}
          onStart={(input) => start.mutateAsync({ kind: "reconcile", ...input })}
        />
      </Dialog>
    </>
  );
}

interface FormProps {
  onCancel: () => void;
  onStart: (input: { scope: string; dryRun: boolean }) => Promise<unknown>;
}

const choices = [
  { value: "all", text: "Everybody and every organization" },
  { value: "one", text: "One person or organization" },
] as const;

function ReconcileForm({ onCancel, onStart }: FormProps) {
  const form = useSchemaForm({
    schema: ReconcileFields,
    initial: { what: "all", scope: "", dryRun: true },
    onSubmit: ({ what, scope, dryRun }) =>
      onStart({ scope: what === "one" ? scope : what, dryRun }),
  });
  const what = useWatch({ control: form.form.control, name: "what" });
  return (
    <SchemaForm
      form={form}
      actions={<FormActions action="Start" busy={form.busy} onCancel={onCancel} />}
    >
      <p className="text-ui text-muted">
        Compares the mirror with Clerk and applies what no webhook told. A dry run only reports.
      </p>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 text-small font-medium">What</legend>
        {choices.map(({ value, text }) => (
          <label key={value} className="flex items-center gap-2 text-ui">
            <input
              {...form.form.register("what")}
              type="radio"
              value={value}
              className="size-4 accent-accent"
            />
            {text}
          </label>
        ))}
      </fieldset>
      {what === "one" && (
        <TextField label="Clerk id" placeholder="user_2abc" {...form.field("scope")} autoFocus />
      )}
      <label className="flex items-center gap-2 text-ui">
        <Checkbox {...form.form.register("dryRun")} />
        Dry run: report, and change nothing
      </label>
    </SchemaForm>
  );
}
