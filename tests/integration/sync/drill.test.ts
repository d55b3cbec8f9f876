import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSound, putInOrder } from "../../drill/drill.ts";
import { faults } from "../../drill/faults.ts";
import { runFault, type Fault } from "../../drill/row.ts";
import { startStack, type Stack } from "../../drill/stack/start.ts";

/** A few of the drill's faults, so that it cannot rot; `npm run drill` runs them all. */
let stack: Stack;

beforeAll(async () => {
  stack = await startStack(() => undefined);
});

afterAll(async () => {
  await stack.close();
});

const runNamed = (name: string) => {
  const fault = faults.find((one) => one.name === name);
  if (!fault) throw new Error(`There is no fault ${name}.`);
  return runFault(stack, fault).finally(() => putInOrder(stack));
};

// Processes are started and queues waited for: seconds on an idle machine, and many more on a busy one.
const patience = { timeout: 180_000 };

describe("the drill", patience, () => {
  it("has at least 30 faults, each of its own name", () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(30);
  });

  it.each(["connections-cut", "answers-lost", "connection-lost-after-commit", "burst"])(
    "heals: %s",
    async (name) => {
      const result = await runNamed(name);
      expect(result).toMatchObject({ wrongAllows: [], lost: [], shutOut: [] });
      expect(result.attempts).toBeGreaterThan(result.deliveries);
    },
  );
});

/** What the application would never do: a drill that does not mind has shown nothing. */
const betrayals: readonly Fault[] = [
  {
    name: "answered-and-forgotten",
    what: "deliveries are answered 200 and thrown away",
    async run({ stack: { front, clerk }, change }) {
      front.faults.status = 200;
      await change();
      await clerk.settled(10_000);
      front.faults.status = null;
      return undefined;
    },
  },
  {
    name: "recorded-and-not-applied",
    what: "deliveries are recorded as applied, and change nothing",
    async run({ stack: { database, clerk }, change }) {
      await database.sql(
        `CREATE FUNCTION "public"."drill_deaf"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
      );
      await database.sql(
        `CREATE TRIGGER "drill_deaf" BEFORE UPDATE ON "public"."Membership" FOR EACH ROW EXECUTE FUNCTION "public"."drill_deaf"()`,
      );
      await change();
      await clerk.settled(10_000);
      await database.sql(`DROP FUNCTION "public"."drill_deaf"() CASCADE`);
      return undefined;
    },
  },
];

describe("the drill finds out", patience, () => {
  it.each(betrayals)("$name", async (fault) => {
    const result = await runFault(stack, fault).finally(() => putInOrder(stack));
    expect(isSound(result)).toBe(false);
    expect(result.wrongAllows).toContain("leaving, let in afterwards");
    expect(result.lost.length).toBeGreaterThan(0);
  });
});
