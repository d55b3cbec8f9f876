import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { verifyAudit } from "../../prisma/audit/verify.ts";
import type { Report, Settings, Suite } from "../measure/report.ts";
import { percentile } from "../measure/statistics.ts";
import { startApplication, type BenchApplication } from "../support/application.ts";
import { load, type Ended } from "./soak/load.ts";
import { setScene } from "./soak/scene.ts";
import { Tally } from "./soak/tally.ts";
import { growthOf, minutesTable } from "./soak/verdict.ts";
import { Watch, type Sample } from "./soak/watch.ts";

/** A connection of the pool that nobody uses is closed after 30 s. */
const idleAfter = 40_000;

export const suite: Suite = {
  name: "soak",
  title: "Soak: a mixed load on the production build",
  async run(settings) {
    const application = await startApplication({
      tell: settings.tell,
      // The Backend API's own tokens name no party.
      env: { ALLOW_BEARER_WITHOUT_AZP: "1" },
    });
    const watch = new Watch(application);
    try {
      await watch.open();
      return await soak(application, watch, settings);
    } finally {
      await watch.close();
      await application.stop();
    }
  },
};

async function soak(application: BenchApplication, watch: Watch, settings: Settings) {
  const { quick, tell } = settings;
  const minutes = Number(process.env["SOAK_MINUTES"] ?? (quick ? 1 : 20));
  const tally = new Tally();
  const owner = new pg.Pool({ connectionString: application.database.ownerUrl, max: 2 });
  // A connection that is about to close may hear of the server's end first.
  owner.on("error", () => undefined);
  try {
    tell("people, organizations and projects");
    const scene = await setScene(application, tally, 4);
    const instanceId = await readInstance(owner);
    tell("waiting for the connections to close");
    await sleep(idleAfter);
    const before = await watch.look(0);
    const ended = await load({ scene, watch, minutes, instanceId, owner, tell });
    await application.clerk.drain();
    tell("waiting for the connections to close");
    await sleep(idleAfter);
    const after = await watch.look(tally.requests);
    const audit = await verifyAudit({ url: application.database.ownerUrl });
    for (const example of tally.examples) tell(`wrong: ${example}`);
    if (tally.wrong > 0) throw new Error(`${tally.wrong} answers were wrong`);
    return reportOf({ minutes, tally, watch, before, after, audit, ended });
  } finally {
    await owner.end();
  }
}

async function readInstance(owner: pg.Pool): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(`SELECT "id" FROM "public"."ClerkInstance"`);
  const [row] = rows;
  if (!row) throw new Error("The application has not heard of Clerk.");
  return row.id;
}

interface Findings {
  readonly minutes: number;
  readonly tally: Tally;
  readonly watch: Watch;
  readonly before: Sample;
  readonly after: Sample;
  readonly audit: Awaited<ReturnType<typeof verifyAudit>>;
  readonly ended: Ended;
}

function reportOf({ minutes, tally, watch, before, after, audit, ended }: Findings): Report {
  const { samples } = watch;
  const { warm, last, growth } = growthOf(samples, minutes);
  const idle = Math.max(...samples.map(({ idleInTransaction }) => idleInTransaction));
  const most = { holds: "at most", unit: "" } as const;
  const rate = tally.requests / (minutes * 60);
  return {
    comparisons: [],
    targets: [
      { ...most, text: "Wrong answers", limit: 0, figure: tally.wrong },
      {
        ...most,
        text: `Growth of memory, from ${warm.toFixed(0)} MiB after the warm-up to ${last.toFixed(0)} MiB in the last minutes`,
        limit: 10,
        figure: growth,
        unit: "%",
      },
      {
        ...most,
        text: "Connections 40 s after the load, against those before it",
        limit: before.connections,
        figure: after.connections,
      },
      { ...most, text: "Transactions that nobody works on", limit: 0, figure: idle },
      { ...most, text: "Faults in the audit chains", limit: 0, figure: audit.faults.length },
    ],
    tables: [tally.table(), minutesTable(samples)],
    notes: [
      `${tally.requests.toLocaleString("en-US")} requests in ${minutes} minutes, ${rate.toFixed(0)} a second, by ${ended.callers} callers at once. ${ended.delays.length} people were removed at Clerk, and refused after ${percentile(ended.delays, 50).toFixed(0)} ms (p50), ${Math.max(...ended.delays).toFixed(0)} ms at most. The audit trail has ${audit.rows.toLocaleString("en-US")} rows in ${audit.chains} chains.`,
      `Open files before the load ${before.files}, 40 s after it ${after.files}.`,
    ],
  };
}
