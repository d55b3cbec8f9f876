import { z } from "zod";
import { runKinds, runStatuses } from "@/src/access/deliveries";
import { RunId } from "@/src/access/ids";
import { clerkSubject } from "@/src/input/run";
import { PageInput, pageOf } from "@/src/server/page";

const Finding = z.object({
  /** Of a reconcile the kind, such as "user"; null in a replay's. */
  of: z.string().nullable(),
  /** A reconcile's verdict or a replay's outcome. */
  verdict: z.string(),
  count: z.number(),
  /** Of the first of them. */
  ids: z.array(z.string()),
  /** That differed. */
  columns: z.array(z.string()),
});
export type Finding = z.infer<typeof Finding>;

export const Run = z.object({
  id: z.string(),
  kind: z.enum(runKinds),
  scope: z.string(),
  dryRun: z.boolean(),
  confirmed: z.boolean(),
  status: z.enum(runStatuses),
  /** A user id, "command" or "schedule". */
  startedBy: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  /** The report: how many came to what, and which. */
  found: z.array(Finding),
  error: z.string().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  /** The last sign of life. */
  heartbeatAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});

export const ListRuns = PageInput;
export const RunPage = pageOf(Run);
export const OneRun = z.strictObject({ id: RunId });

export const StartRun = z
  .strictObject({
    kind: z.enum(runKinds),
    /**
     * Of a reconcile: all, or the person or organization with this Clerk id, whether or not the mirror knows it. Of a replay:
     * everything that was not applied.
     */
    scope: z.union([z.enum(["all", "failed"]), z.string().regex(clerkSubject)]),
    dryRun: z.boolean().default(false),
  })
  .refine(({ kind, scope }) => (kind === "replay") === (scope === "failed"), {
    error: "This cannot be asked for.",
    path: ["scope"],
  })
  .refine(({ kind, dryRun }) => kind === "reconcile" || !dryRun, {
    error: "A replay has no dry run.",
    path: ["dryRun"],
  });
