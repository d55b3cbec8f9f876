import { z } from "zod";
import { syncTransaction } from "@/src/server/db/sync";
import { ClerkFault } from "@/src/server/clerk/api";
import { isOurInstance } from "../instance";
import { RunStop, type Work } from "../run/work";
import { readPage, readOne } from "./clerk";
import type { Kind } from "./findings";
import { reconcileInvitations } from "./invitations";
import { buryAbsent } from "./sweep-absent";
import { sweepList } from "./sweep-list";

/** Where a run is; kept with it, so that another process can go on. */
const Cursor = z.object({
  /** When the run began, by Clerk's clock. */
  began: z.number(),
  stage: z.number().int().default(0),
  /** How far the stage is. */
  at: z.record(z.string(), z.unknown()).default({}),
});

type Save = (at: Readonly<Record<string, unknown>>) => Promise<void>;

export interface Stage {
  readonly work: Work;
  readonly kind: Kind;
  readonly began: number;
  readonly at: Readonly<Record<string, unknown>>;
  readonly save: Save;
  /** Ids that this process saw at Clerk; after a crash the next one looks again. */
  readonly seen: Set<string>;
}

/** People first, then what they belong to: a membership needs both. */
const stages: readonly {
  readonly name: string;
  readonly kind: Kind;
  readonly run: (stage: Stage) => Promise<void>;
}[] = [
  { name: "users", kind: "user", run: sweepList },
  { name: "users that are gone", kind: "user", run: buryAbsent },
  { name: "organizations", kind: "organization", run: sweepList },
  { name: "organizations that are gone", kind: "organization", run: buryAbsent },
  { name: "memberships", kind: "membership", run: sweepList },
  { name: "memberships that are gone", kind: "membership", run: buryAbsent },
  { name: "invitations", kind: "invitation", run: reconcileInvitations },
];

/**
 * Compares everything with Clerk, kind by kind: first Clerk's list, which shows what was made or changed, then what is alive
 * here and was not in it. Roles and permissions are not compared; they come by webhooks alone.
 * @throws ClerkFault, RunStop, RunLost
 */
export async function reconcileAll(work: Work): Promise<void> {
  const date = await checkInstance(work);
  const cursor = Cursor.safeParse(work.run.cursor).data ?? { began: date, stage: 0, at: {} };
  const { began } = cursor;
  if (work.total === null) work.total = await countAll(work);
  const seen: Record<Kind, Set<string>> = {
    user: new Set(),
    organization: new Set(),
    membership: new Set(),
    invitation: new Set(),
  };
  for (const [index, { name, kind, run }] of stages.entries()) {
    if (index < cursor.stage) continue;
    const save: Save = (at) => work.save(name, { began, stage: index, at });
    const at = index === cursor.stage ? cursor.at : {};
    await save(at);
    await run({ work, kind, began, at, save, seen: seen[kind] });
  }
}

/**
 * Lists of another instance say nothing of the people here: they would bury them all.
 * @returns when Clerk answered, by its clock
 */
async function checkInstance({ ask, run }: Work): Promise<number> {
  const sight = await readOne(ask, "/instance");
  const id = sight.state === "there" ? sight.json["id"] : undefined;
  if (typeof id !== "string" || id === "") throw new ClerkFault("malformed", 200, null, null, null);
  const isOurs = await syncTransaction((sql) => isOurInstance(sql, id, !run.dryRun));
  if (!isOurs) throw new RunStop("another_instance");
  return sight.date;
}

/** How many subjects there are to compare; of invitations Clerk has no count. */
async function countAll({ ask }: Work): Promise<number> {
  const users = await ask({ path: "/users/count" });
  const { data } = z.object({ total_count: z.number().int() }).safeParse(users.data);
  const organizations = await readPage(ask, "/organizations", { limit: 1 });
  const memberships = await readPage(ask, "/organization_memberships", { limit: 1 });
  return (data?.total_count ?? 0) + (organizations.total ?? 0) + (memberships.total ?? 0);
}
