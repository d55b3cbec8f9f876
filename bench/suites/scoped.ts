import { verifyAudit } from "../../prisma/audit/verify.ts";
import { countCalls, timeCalls } from "../measure/calls.ts";
import { compare, type Comparison, type Contender, type Metric } from "../measure/compare.ts";
import {
  ratioTarget,
  type Report,
  type Settings,
  type Suite,
  type Target,
} from "../measure/report.ts";
import { openExtension } from "../peers/rls-extension.ts";
import { startBenchDatabase } from "../support/database.ts";
import { fill } from "../support/fill.ts";
import { crowd, seatOf, type Scoped, type Seat } from "./scoped/contender.ts";
import { openGatehouse } from "./scoped/gatehouse.ts";
import { openHeldPrisma, openPrisma } from "./scoped/prisma.ts";
import { openRaw } from "./scoped/raw.ts";
import { checkRenames, checkSame } from "./scoped/same.ts";

const ours = "Gatehouse";
const baseline = "Prisma without row security";
const extension = "Prisma's row security extension";

const alone: Metric = { key: "alone", name: "median at 1 caller", unit: "µs", better: "lower" };
const together: Metric = {
  key: "together",
  name: `at ${crowd} callers`,
  unit: "calls/s",
  better: "higher",
};

async function run({ rounds, quick, tell }: Settings): Promise<Report> {
  const database = await startBenchDatabase();
  const opened: Scoped[] = [];
  try {
    const filling = { organizations: 2 * crowd, projects: quick ? 10 : 50, tasks: 20 };
    await fill(database.ownerUrl, filling);
    const seat = (n: number): Seat => seatOf(n, filling.organizations, filling.projects);
    opened.push(
      openRaw(database.ownerUrl, crowd),
      openPrisma(database.ownerUrl, crowd),
      openHeldPrisma(database.ownerUrl, crowd),
      await openGatehouse(database.loginUrl, crowd),
      openExtension(database.loginUrl, crowd),
    );
    await checkSame(opened, [seat(0), seat(77)], seat(1));
    await checkRenames(opened, seat(5));

    const milliseconds = quick ? 250 : 700;
    const work = (title: string, contenders: readonly Contender[]): Promise<Comparison> =>
      compare({ title, metrics: [alone, together], baseline, contenders, rounds, tell });
    const asked = (name: string, call: (n: number) => Promise<unknown>): Contender => ({
      name,
      round: async () => ({
        alone: await timeCalls(call, milliseconds),
        together: await countCalls(call, crowd, milliseconds),
      }),
    });
    const list = await work(
      "A list of 20 rows",
      opened.map((one) => asked(one.name, (n) => one.list(seat(n)))),
    );
    const row = await work(
      "A single row",
      opened.map((one) => asked(one.name, (n) => one.read(seat(n)))),
    );
    const writers = opened.flatMap(({ name, rename }) =>
      rename ? [asked(name, (n) => rename(seat(n), `Project ${n}`))] : [],
    );
    const change = await work("A change with its audit row", writers);

    const verdict = await verifyAudit({ url: database.ownerUrl });
    if (verdict.faults.length > 0)
      throw new Error(`the audit chains are broken: ${verdict.faults.slice(0, 3).join("; ")}`);
    return {
      comparisons: [list, row, change],
      targets: [
        ...readTargets(list, "list"),
        ...readTargets(row, "single row"),
        ...changeTargets(change),
      ],
      notes: [
        `${filling.organizations} organizations, ${filling.organizations * filling.projects * filling.tasks} tasks. All contenders ran in one process, with ${crowd} connections each; the median is in microseconds. ` +
          `The callers of a change are spread over the organizations, as a chain is locked by one at a time; all ${verdict.rows} audit rows that the contenders wrote were verified afterwards.`,
      ],
    };
  } finally {
    for (const one of opened) await one.close();
    await database.stop();
  }
}

/** A time is to be short and a rate high: both targets are about how many times Prisma's cost ours is. */
function readTargets(comparison: Comparison, what: string): Target[] {
  return [
    ratioTarget(comparison, {
      text: `A ${what}, one caller, against Prisma without row security`,
      metric: "alone",
      contender: ours,
      against: baseline,
      holds: "at most",
      limit: 1.15,
    }),
    ratioTarget(comparison, {
      text: `A ${what}, ${crowd} callers: Prisma's rate against ours`,
      metric: "together",
      contender: baseline,
      against: ours,
      holds: "at most",
      limit: 1.35,
    }),
    ratioTarget(comparison, {
      text: `A ${what}, one caller: the extension's time against ours`,
      metric: "alone",
      contender: extension,
      against: ours,
      holds: "at least",
      limit: 2.5,
    }),
    ratioTarget(comparison, {
      text: `A ${what}, ${crowd} callers: our rate against the extension's`,
      metric: "together",
      contender: ours,
      against: extension,
      holds: "at least",
      limit: 2.5,
    }),
  ];
}

function changeTargets(comparison: Comparison): Target[] {
  return [
    ratioTarget(comparison, {
      text: "A change, one caller, against a Prisma transaction that writes the same rows",
      metric: "alone",
      contender: ours,
      against: baseline,
      holds: "at most",
      limit: 1.15,
    }),
    ratioTarget(comparison, {
      text: `A change, ${crowd} callers: the Prisma transaction's rate against ours`,
      metric: "together",
      contender: baseline,
      against: ours,
      holds: "at most",
      limit: 1.15,
    }),
  ];
}

export const suite: Suite = { name: "scoped", title: "Scoped queries", run };
