import { expect, it } from "vitest";
import { attack, useArena } from "./arena.ts";

const arena = useArena();

it("random sequences past every type, by Prisma's own client in a principal's scope, read and change nothing of anybody else's", async () => {
  const tally = await attack(arena(), ["raw"], 1_250);
  console.log(tally.summary("attacks past the types"));
  expect(tally.sequences).toBeGreaterThanOrEqual(5_000);
  expect(tally.share).toBeGreaterThanOrEqual(0.3);
  expect([...tally.outcomes.keys()].filter((of) => /^failed|Prisma's/.test(of))).toEqual([]);
});
