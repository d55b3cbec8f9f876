import { isDeepStrictEqual } from "node:util";
import { compare, type Comparison, type Contender } from "../measure/compare.ts";
import { timeCalls } from "../measure/calls.ts";
import type { Report, Settings, Suite, Target } from "../measure/report.ts";
import { percentile } from "../measure/statistics.ts";
import { startBenchDatabase } from "../support/database.ts";
import { fill } from "../support/fill.ts";
import { openApplication } from "../support/in-process.ts";
import { answerFromMemory } from "./gates/memory.ts";
import { bareWay, gatedWay, plainWay, type Way } from "./gates/procedures.ts";

/** Milliseconds that the gates may add to a call. */
const limit = 0.05;

async function run({ rounds, quick, tell }: Settings): Promise<Report> {
  const database = await startBenchDatabase();
  try {
    const organizations = 100;
    await fill(database.ownerUrl, { organizations, projects: 1, tasks: 1 });
    const application = await openApplication(database.loginUrl, 4);
    try {
      const known = await checkSame([bareWay, gatedWay]);
      const milliseconds = quick ? 500 : 2_000;
      const contender = ({ name, call }: Way): Contender => ({
        name,
        round: async () => ({
          time: await timeCalls((n) => call(n % organizations), milliseconds),
        }),
      });
      const work = (title: string, ways: readonly [Way, ...Way[]]): Promise<Comparison> =>
        compare({
          title,
          metrics: [{ key: "time", name: "median of a call", unit: "µs", better: "lower" }],
          baseline: ways[0].name,
          contenders: ways.map(contender),
          rounds,
          tell,
        });
      const asked = await work("A procedure with one query", [bareWay, gatedWay]);
      const memory = answerFromMemory(known);
      const plain = plainWay(known);
      const fromMemory = await work("The same, the query answered from memory", [
        plain,
        bareWay,
        gatedWay,
      ]);
      memory.end();
      return {
        comparisons: [asked, fromMemory],
        targets: [
          added("All guards add to a call with a query", asked, bareWay),
          added("All guards add to a call from memory, their handle among them", fromMemory, plain),
        ],
      };
    } finally {
      await application.close();
    }
  } finally {
    await database.stop();
  }
}

/** The median of what ours took longer, round by round. */
function added(text: string, { rows }: Comparison, against: Way): Target {
  const [bare = [], gated = []] = [against, gatedWay].map(
    ({ name }) => rows.find((row) => row.name === name)?.samples["time"],
  );
  const milliseconds = gated.map((time, n) => (time - (bare[n] ?? NaN)) / 1000);
  return { text, holds: "at most", limit, figure: percentile(milliseconds, 50), unit: "ms" };
}

/** @throws where they do not answer alike @returns the answer for the first organization */
async function checkSame(ways: readonly Way[]) {
  const answers = await Promise.all(ways.map((way) => way.call(0)));
  const [first, ...rest] = answers;
  if (!first || !rest.every((answer) => isDeepStrictEqual(answer, first)))
    throw new Error("The procedures do not answer alike.");
  return first;
}

export const suite: Suite = { name: "gates", title: "Gates", run };
