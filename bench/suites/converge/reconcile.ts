import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { readFound } from "@/src/server/sync/reconcile/findings";
import { runSync } from "@/src/server/sync/run/perform";
import { startRun } from "@/src/server/sync/run/run";
import type { Table } from "../../measure/report.ts";
import type { BenchClerk } from "../../support/clerk.ts";
import { seedOf } from "./people.ts";

export interface ReconcileOptions {
  readonly ownerUrl: string;
  readonly clerk: BenchClerk;
  /** In organizations of fifty. */
  readonly users: number;
  tell(text: string): void;
}

interface Step {
  readonly seconds: number;
  readonly subjects: number;
  /** What was not the same, such as "user missing 100". */
  readonly found: string;
}

/** Fills an empty mirror from a Clerk of so many people, heals it of a hundredth of each kind of loss, and finds nothing to do. */
export async function reconcileMany({ ownerUrl, clerk, users, tell }: ReconcileOptions) {
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  // A connection that is about to close may hear of the server's end first.
  owner.on("error", () => undefined);
  const organizations = users / 50;
  // No more may be buried at once without a person's word.
  const lost = users / 100;
  try {
    // The events before were another Clerk's.
    await owner.query(`DELETE FROM "public"."ClerkInstance"`);
    tell(`a Clerk of ${users} people`);
    await clerk.seed(seedOf(users));
    const all = `membership missing ${users}, organization missing ${organizations}, user missing ${users}`;
    tell("filling");
    const filling = await step(all);
    await lose(owner, clerk, lost);
    tell("healing");
    const gone = lost - 1;
    // Who is buried takes their memberships along.
    const healing = await step(
      `membership missing ${lost}, user changed ${lost}, user gone ${gone}, user missing ${lost}`,
    );
    tell("finding nothing");
    const nothing = await step("");
    return tableOf(users, { Filling: filling, Healing: healing, "Finding nothing": nothing });
  } finally {
    await owner.end();
  }
}

/** A creation that was not delivered, an update that was not, and a deletion that was not: each of one person in a hundred. */
async function lose(owner: pg.Pool, { sdk }: BenchClerk, lost: number): Promise<void> {
  const some = `(SELECT "id" FROM "User" ORDER BY md5("id") LIMIT ${lost})`;
  await owner.query(`DELETE FROM "Membership" WHERE "userId" IN ${some}`);
  await owner.query(`DELETE FROM "User" WHERE "id" IN ${some}`);
  await owner.query(
    `UPDATE "User" SET "name" = 'Somebody', "sourceVersion" = "sourceVersion" - 1 WHERE "id" IN ${some}`,
  );
  const { rows } = await owner.query<{ id: string }>(
    `SELECT "id" FROM "User" ORDER BY md5("id") DESC LIMIT ${lost - 1}`,
  );
  for (const { id } of rows) await sdk.users.deleteUser(id);
  // Clerk tells its time in seconds: what was deleted in this one may be asked for in the next.
  await sleep(1_100);
}

/** @throws unless it found exactly that */
async function step(expected: string): Promise<Step> {
  const since = performance.now();
  const { id } = await startRun({
    kind: "reconcile",
    scope: "all",
    dryRun: false,
    confirmed: false,
    startedBy: "command",
  });
  const run = await runSync(id);
  const seconds = (performance.now() - since) / 1000;
  const found = Object.entries(readFound(run.found))
    .flatMap(([kind, { counts }]) =>
      Object.entries(counts)
        .filter(([verdict]) => verdict !== "same")
        .map(([verdict, count]) => `${kind} ${verdict} ${count}`),
    )
    .sort()
    .join(", ");
  if (run.status !== "done" || found !== expected)
    throw new Error(`The reconcile was ${run.status} and found ${found}; there was ${expected}`);
  return { seconds, subjects: run.done, found };
}

function tableOf(users: number, steps: Readonly<Record<string, Step>>): Table {
  return {
    title: `A reconcile of ${users.toLocaleString("en-US")} people`,
    columns: ["", "Found", "Seconds", "Subjects a second"],
    rows: Object.entries(steps).map(([name, { seconds, subjects, found }]) => [
      name,
      found || "nothing",
      seconds,
      subjects / seconds,
    ]),
  };
}
