import { expect, it } from "vitest";
import { appRouter } from "@/src/server/trpc/root";
import { procedureTable } from "@/src/server/trpc/router";
import { attack, useArena } from "./arena.ts";

import { attackedPaths } from "./procedures.ts";

const arena = useArena();

it("random sequences of many principals at once, through handles and procedures, read and change nothing of anybody else's", async () => {
  const tally = await attack(arena(), ["handle"], 1_250);
  console.log(tally.summary("attacks through handles and procedures"));
  expect(tally.sequences).toBeGreaterThanOrEqual(5_000);
  expect(tally.share).toBeGreaterThanOrEqual(0.3);
  // Whatever Prisma would not even send has attacked nothing.
  expect([...tally.outcomes.keys()].filter((of) => /^failed|Prisma's/.test(of))).toEqual([]);
  expect(tally.rows).toBeGreaterThan(500);
});

it("every procedure of the router is among what is called", () => {
  expect([...attackedPaths].sort()).toEqual(Object.keys(procedureTable(appRouter)).sort());
});
