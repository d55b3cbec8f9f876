import fc from "fast-check";
import { expect, it } from "vitest";
import { SimulatedClerk } from "./clerk.ts";
import { course, deliver, deliveriesOf, Tally, type Course } from "./courier.ts";
import { life, live, type Step } from "./life.ts";
import { differences, readMirror, rowsOfEach, subjectsOf } from "./mirror.ts";
import { findCounterexample, mapAtOnce, useOwner } from "./property.ts";
import { truthOf } from "./truth.ts";

const owner = useOwner();

interface History {
  readonly steps: readonly Step[];
  readonly course: Course;
}

const tally = new Tally();
let serial = 0;

/** Delivers a history, of people and organizations that nobody else has anything to do with. */
async function deliverHistory({ steps, course }: History): Promise<SimulatedClerk> {
  const clerk = new SimulatedClerk({ name: `c${(serial += 1)}`, ties: false });
  live(clerk, steps);
  tally.addHistory(course);
  const deliveries = deliveriesOf(clerk.options.name, clerk.events, course);
  await deliver(deliveries, course.workers, tally);
  return clerk;
}

it("whatever happens, and in whatever order, how often and by how many at once it is delivered, the mirror comes to Clerk's truth", async () => {
  const found = await findCounterexample({
    history: fc.record({ steps: life, course }),
    histories: 5_000,
    batch: 50,
    run: async (batch: readonly History[]) => {
      const clerks = await mapAtOnce(batch, deliverHistory);
      const mirror = await readMirror(owner(), clerks.flatMap(subjectsOf));
      const rows = rowsOfEach(clerks, mirror);
      return clerks.map((clerk, index) => differences(rows[index] ?? new Map(), truthOf(clerk)));
    },
  });
  console.log(tally.summary("histories that converge"));
  expect(found).toBeNull();
  expect(tally.duplicates).toBeGreaterThan(tally.deliveries / 10);
  expect(tally.concurrent).toBeGreaterThan(tally.histories / 2);
}, 600_000);
