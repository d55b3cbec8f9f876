import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runSync } from "@/src/server/sync/run/perform";
import { startRun } from "@/src/server/sync/run/run";
import { serveBackend, type Backend, type Telling } from "./backend.ts";
import { SimulatedClerk } from "./clerk.ts";
import { course, deliver, deliveriesOf, Tally, type Course } from "./courier.ts";
import { life, lifeWith, live, type Step } from "./life.ts";
import { Courier, lose } from "./losing.ts";
import { differences, readMirror, rowsOfEach, subjectsOf } from "./mirror.ts";
import { numbersFrom, shuffle } from "./numbers.ts";
import { findCounterexample, useOwner } from "./property.ts";
import { knowable, truthOf } from "./truth.ts";

const owner = useOwner();

interface History {
  readonly steps: readonly Step[];
  /** What happens while the reconcile runs. */
  readonly meanwhile: readonly Step[];
  readonly course: Course;
  /** Makes which deliveries are lost, and which come late. */
  readonly losses: number;
}

const tally = new Tally();
const counts = { lost: 0, late: 0, meanwhile: 0, drifted: 0, runs: 0, leftOut: 0 };
const clock = { now: 1_790_000_000_000 };
/** All of them are one instance of Clerk: those of the batches before stay, and must stay as they are. */
const clerks: SimulatedClerk[] = [];
let leftOut = new Set<string>();
const telling: Telling = {
  clerks,
  clock,
  meanwhile: () => undefined,
  leavesOut: (id) => leftOut.has(id),
};
let backend: Backend | undefined;

beforeAll(async () => {
  backend = await serveBackend(telling);
  process.env["CLERK_API_URL"] = backend.url;
});
afterAll(() => backend?.close());

/** A tenth of what the mirror has had right already: that it is not in a list proves nothing. */
function chooseLeftOut(): Set<string> {
  const next = numbersFrom(counts.runs);
  const all = clerks.flatMap(({ people, organizations, memberships }) => [
    ...people,
    ...organizations,
    ...memberships,
  ]);
  return new Set(all.flatMap(({ id }) => (next() > 0.9 ? [id] : [])));
}

async function findWrong(of: readonly SimulatedClerk[]): Promise<string[][]> {
  const rows = rowsOfEach(of, await readMirror(owner(), of.flatMap(subjectsOf)));
  return of.map((clerk, index) => {
    const own = rows[index] ?? new Map();
    return differences(own, knowable(truthOf(clerk), own));
  });
}

async function reconcileDuring(batch: readonly History[]): Promise<string[][]> {
  leftOut = chooseLeftOut();
  counts.leftOut += leftOut.size;
  const courier = new Courier(tally);
  const coming: { readonly clerk: SimulatedClerk; readonly step: Step }[] = [];
  for (const { steps, meanwhile, course, losses } of batch) {
    const name = `l${clerks.length}`;
    const clerk = new SimulatedClerk({ name, ties: false, clock });
    clerks.push(clerk);
    live(clerk, steps);
    coming.push(...meanwhile.map((step) => ({ clerk, step })));
    const { now, late, lost } = lose(deliveriesOf(name, clerk.events, course), losses);
    tally.addHistory(course);
    await deliver(now, course.workers, tally);
    courier.gather(late);
    counts.lost += lost.length;
    counts.late += late.length;
  }
  const drift = await findWrong(clerks.slice(-batch.length));
  counts.drifted += drift.filter((wrong) => wrong.length > 0).length;

  const steps = shuffle(coming, batch.length).values();
  const happen = (): boolean => {
    const { value: next } = steps.next();
    if (!next) return false;
    const { clerk, step } = next;
    const sent = clerk.events.length;
    live(clerk, [step]);
    const events = clerk.events.slice(sent);
    courier.gather(deliveriesOf(`${clerk.options.name}m${sent}`, events, inOrder));
    return true;
  };
  telling.meanwhile = () => {
    for (let turn = 0; turn < 2; turn += 1) if (happen()) counts.meanwhile += 1;
    courier.send(0.05);
  };
  // Clerk's clock says no milliseconds when it answers.
  clock.now += 1_000;
  const run = await reconcile();
  telling.meanwhile = () => undefined;
  while (happen());
  await courier.end();
  clock.now += 1_000;
  const wrong = await findWrong(clerks);
  const before = wrong.slice(0, -batch.length).flat();
  return wrong.slice(-batch.length).map((of) => [...run, ...before, ...of]);
}

const inOrder: Course = { order: 0, repeats: 0, workers: 1 };

/** What is wrong with the run itself. */
async function reconcile(): Promise<string[]> {
  const request = { kind: "reconcile", scope: "all", dryRun: false, startedBy: "command" } as const;
  const { id } = await startRun({ ...request, confirmed: true });
  const { status, error } = await runSync(id);
  counts.runs += 1;
  return status === "done" ? [] : [`the run ${status}: ${error}`];
}

it("what was lost on the way is found by one reconcile, while webhooks of before and of meanwhile arrive", async () => {
  const found = await findCounterexample({
    history: fc.record({
      steps: life,
      meanwhile: lifeWith([0, 1, 400, 3_000]),
      course,
      losses: fc.nat({ max: 0xffff }),
    }),
    histories: 500,
    batch: 50,
    run: reconcileDuring,
  });
  console.log(
    `${tally.summary("histories with losses")}; ${counts.lost} deliveries lost, ${counts.late} late, ${counts.drifted} histories drifted; ${counts.meanwhile} changes during ${counts.runs} reconciles, ${backend?.requests} requests, ${counts.leftOut} left out of lists`,
  );
  expect(found).toBeNull();
  expect(counts.drifted).toBeGreaterThan(tally.histories / 3);
  expect(counts.late).toBeGreaterThan(tally.histories / 3);
  expect(counts.meanwhile).toBeGreaterThan(tally.histories);
}, 600_000);
