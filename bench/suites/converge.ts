import { closeDatabase } from "@/src/server/db/database";
import { compare, type Comparison } from "../measure/compare.ts";
import type { Settings, Suite } from "../measure/report.ts";
import { startBenchClerk } from "../support/clerk.ts";
import { startBenchDatabase } from "../support/database.ts";
import { checkAndForget } from "../sync/check.ts";
import { deliver } from "../sync/deliver.ts";
import { useEnvironment } from "../sync/environment.ts";
import { deliveriesOf, makeHistory, repeated } from "../sync/history.ts";
import { reconcileMany } from "./converge/reconcile.ts";

/** Of the deliveries, those that were here before: a fifth of the events come twice. */
const share = 1 / 6;

export const suite: Suite = {
  name: "converge",
  title: "Convergence: shuffled events, and a reconcile",
  async run(settings) {
    const stops: (() => Promise<void>)[] = [];
    try {
      const database = await startBenchDatabase();
      stops.push(() => database.stop());
      const clerk = await startBenchClerk({ appUrl: "http://localhost:3000", webhookUrl: null });
      stops.push(() => clerk.stop());
      useEnvironment(database, {
        CLERK_SECRET_KEY: clerk.secretKey,
        CLERK_API_URL: `${clerk.url}/bapi`,
      });
      stops.push(closeDatabase);
      const comparison = await converge(database.ownerUrl, settings);
      const reconciled = await reconcileMany({
        ownerUrl: database.ownerUrl,
        clerk,
        users: settings.quick ? 1_000 : 10_000,
        tell: settings.tell,
      });
      return {
        comparisons: [comparison],
        targets: [],
        tables: [reconciled],
        notes: [
          "After each, every row of the mirror was, column by column, what the simulated Clerk's truth says, and the inbox had each event once. What a reconcile found was compared with what had been lost. It was measured once: it takes too long to be repeated.",
        ],
      };
    } finally {
      for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
    }
  },
};

async function converge(ownerUrl: string, settings: Settings): Promise<Comparison> {
  const { quick, tell } = settings;
  const size = quick ? 500 : 10_000;
  let serial = 0;
  const run = async (workers: number, events: number) => {
    serial += 1;
    const history = makeHistory(`v${serial}`, events);
    const deliveries = repeated(deliveriesOf(history), share, serial);
    const { seconds } = await deliver(deliveries, workers);
    await checkAndForget(ownerUrl, history);
    return { seconds, rate: deliveries.length / seconds };
  };
  tell("warm-up");
  await run(4, 500);
  const nameOf = (workers: number) => `Gatehouse, ${workers} at a time`;
  return compare({
    title: `${size.toLocaleString("en-US")} shuffled events, a fifth of them twice`,
    metrics: [
      { key: "seconds", name: "Until the mirror agrees", unit: "s", better: "lower" },
      { key: "rate", name: "Deliveries a second", unit: "/s", better: "higher" },
    ],
    baseline: nameOf(1),
    contenders: [1, 2, 4].map((workers) => ({
      name: nameOf(workers),
      round: () => run(workers, size),
    })),
    // A round takes more than a minute.
    rounds: Math.min(settings.rounds, 3),
    warmUp: 0,
    tell,
  });
}
