import { openDatabase, type Database } from "@/src/server/db/prisma";
import { countCalls, timeCalls } from "../measure/calls.ts";
import { compare, type Comparison, type Contender } from "../measure/compare.ts";
import {
  ratioTarget,
  type Report,
  type Settings,
  type Suite,
  type Target,
} from "../measure/report.ts";
import { startBenchDatabase } from "../support/database.ts";
import { dropSized, makeSized, sizes, tasksOf, type SizedDatabase } from "./growth/sizes.ts";
import { openTenants, readPlans, type Tenants } from "./growth/tenant.ts";

const pages = [
  { title: "The 20 tasks of a project", key: "tasks" },
  { title: "A page of 20 projects with their tasks counted", key: "projects" },
] as const;

interface Measured {
  readonly name: string;
  readonly rows: number;
  readonly sized: SizedDatabase;
  readonly range: { readonly first: number; readonly last: number };
  readonly tenants: Tenants;
}

async function run({ rounds, quick, tell }: Settings): Promise<Report> {
  const database = await startBenchDatabase();
  const opened: Database[] = [];
  try {
    const measured: Measured[] = [];
    for (const size of quick ? sizes.slice(0, 2) : sizes) {
      const rows = tasksOf(size);
      tell(`${rows.toLocaleString("en")} rows`);
      const sized = await makeSized(database, size);
      const one = openDatabase({
        connectionString: sized.loginUrl,
        max: 64,
        namedStatements: true,
      });
      opened.push(one);
      for (const { name, range } of rangesOf(size))
        measured.push({ name, rows, sized, range, tenants: await openTenants(one, sized, range) });
    }
    const comparisons: Comparison[] = [];
    const texts: { title: string; text: string }[] = [];
    for (const { title, key } of pages) {
      comparisons.push(await comparePage(title, key, measured, { rounds, quick, tell }));
      for (const { name, sized, range, rows } of measured) {
        const text = await readPlans(sized, range, (tenants) => tenants[key](0));
        // A table of a few pages is read as quickly without an index.
        if (rows >= 100_000 && text.includes("Seq Scan on"))
          throw new Error(`${name}: a table is read from end to end:\n${text}`);
        texts.push({ title: `${title}: ${name}`, text });
      }
    }
    return {
      comparisons,
      targets: comparisons.flatMap((comparison) => growthTargets(comparison, measured)),
      texts,
      notes: [
        "The plans are in `bench/results/growth.json`: from 100,000 rows on none reads a table from end to end.",
      ],
    };
  } finally {
    for (const one of opened) await one.close();
    await dropSized(database);
    await database.stop();
  }
}

/** The organizations whose pages are asked for: all of a few, some of many; and the one that holds half of all rows. */
function rangesOf(size: (typeof sizes)[number]) {
  const rows = tasksOf(size).toLocaleString("en");
  const count = size.organizations.toLocaleString("en");
  if (size.organizations <= 1)
    return [{ name: `${rows} rows, one organization`, range: { first: 0, last: 0 } }];
  const some = {
    name: `${rows} rows, ${count} organizations`,
    range: { first: 1, last: Math.min(size.organizations - 1, 100) },
  };
  if (size.projectsOfFirst < 1_000) return [some];
  return [some, { name: `${rows} rows, one with half of them`, range: { first: 0, last: 0 } }];
}

function comparePage(
  title: string,
  key: keyof Tenants,
  measured: readonly Measured[],
  { rounds, quick, tell }: Settings,
): Promise<Comparison> {
  const milliseconds = quick ? 250 : 600;
  return compare({
    title,
    metrics: [
      { key: "c1", name: "median at 1 connection", unit: "µs", better: "lower" },
      { key: "c8", name: "at 8", unit: "calls/s", better: "higher" },
      { key: "c64", name: "at 64", unit: "calls/s", better: "higher" },
    ],
    baseline: measured[0]?.name ?? "",
    rounds,
    tell,
    contenders: measured.map(({ name, tenants }): Contender => ({
      name,
      round: async () => ({
        c1: await timeCalls(tenants[key], milliseconds),
        c8: await countCalls(tenants[key], 8, milliseconds),
        c64: await countCalls(tenants[key], 64, milliseconds),
      }),
    })),
  });
}

/** An index grows by a level or two over all these rows; twice the time would be something else. */
function growthTargets(comparison: Comparison, [least, ...rest]: readonly Measured[]): Target[] {
  return rest.map(({ name }) =>
    ratioTarget(comparison, {
      text: `${comparison.title}: ${name}, against ${least?.name ?? ""}`,
      metric: "c1",
      contender: name,
      against: least?.name ?? "",
      holds: "at most",
      limit: 1.5,
    }),
  );
}

export const suite: Suite = { name: "growth", title: "Growth", run };
