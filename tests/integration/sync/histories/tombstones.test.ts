import fc from "fast-check";
import { expect, it } from "vitest";
import { SimulatedClerk } from "./clerk.ts";
import { course, deliver, deliveriesOf, Tally, type Course } from "./courier.ts";
import { life, live, type Step } from "./life.ts";
import { readMirror, subjectsOf, tell, type Row, type Rows } from "./mirror.ts";
import { findCounterexample, mapAtOnce, useOwner } from "./property.ts";

const owner = useOwner();

interface History {
  readonly steps: readonly Step[];
  readonly course: Course;
}

const tally = new Tally();
let serial = 0;
let tombstones = 0;

/** Delivers one after another and looks after each. */
async function watchHistory({ steps, course }: History): Promise<string[]> {
  const clerk = new SimulatedClerk({ name: `t${(serial += 1)}`, ties: false });
  live(clerk, steps);
  const ids = subjectsOf(clerk);
  const wrong: string[] = [];
  let before: Rows = new Map();
  tally.addHistory({ ...course, workers: 1 });
  for (const delivery of deliveriesOf(clerk.options.name, clerk.events, course)) {
    await deliver([delivery], 1, tally);
    const after = await readMirror(owner(), ids);
    const told = `after ${delivery.envelope.type} of ${delivery.envelope.timestamp}`;
    wrong.push(...setbacks(before, after).map((setback) => `${setback} ${told}`));
    before = after;
  }
  tombstones += [...before.values()].filter(({ deleted }) => deleted === true).length;
  return wrong;
}

/** What went backwards from one state of the mirror to the next, and who is in what is no longer there. */
function setbacks(before: Rows, after: Rows): string[] {
  const lost = [...before.keys()].filter((key) => !after.has(key)).map((key) => `${key} vanished`);
  const back = [...after].flatMap(([key, is]) => {
    const [kind = "", organization = "", person = ""] = key.split(" ");
    const was = before.get(key);
    const within = [after.get(`organization ${organization}`), after.get(`user ${person}`)];
    if (kind === "membership" && is["deleted"] === false && within.some((of) => of?.["deleted"]))
      return [`${key} is alive in what is deleted`];
    if (!was) return [];
    if (kind !== "membership" && was["deleted"] === true && remains(was) !== remains(is))
      return [`${key} is filled again`];
    const ended = kind === "membership" ? is["sourceCreated"] === was["sourceCreated"] : true;
    if (was["deleted"] === true && is["deleted"] === false && ended)
      return [`${key} is alive again`];
    return isLess(versionOf(is), versionOf(was)) ? [`${key} went back`] : [];
  });
  return [...lost, ...back];
}

/** What a tombstone says, but when Clerk last said it. */
function remains({ sourceTimestamp: _, ...rest }: Row): string {
  return tell(rest);
}

/** A deletion is greater than every version of what it deletes. */
function versionOf(row: Row): number[] {
  return ["sourceCreated", "deleted", "sourceVersion", "sourceTimestamp"].map((column) =>
    Number(row[column] ?? 0),
  );
}

function isLess(one: readonly number[], other: readonly number[]): boolean {
  const first = one.findIndex((part, index) => part !== other[index]);
  return first >= 0 && (one[first] ?? 0) < (other[first] ?? 0);
}

it("after no delivery is what was deleted alive again, or a version less than it was", async () => {
  const found = await findCounterexample({
    history: fc.record({ steps: life, course }),
    histories: 500,
    batch: 10,
    run: (batch: readonly History[]) => mapAtOnce(batch, watchHistory),
  });
  console.log(`${tally.summary("histories watched")}; ${tombstones} tombstones`);
  expect(found).toBeNull();
  expect(tombstones).toBeGreaterThan(tally.histories / 2);
}, 600_000);
