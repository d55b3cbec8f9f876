import { closeDatabase } from "@/src/server/db/database";
import { compare, type Contender, type Figures } from "../measure/compare.ts";
import { medianTarget, type Report, type Settings, type Suite } from "../measure/report.ts";
import { percentile } from "../measure/statistics.ts";
import { startApplication, type BenchApplication } from "../support/application.ts";
import { cpuSeconds } from "../support/processes.ts";
import { checkAndForget } from "../sync/check.ts";
import { deliver } from "../sync/deliver.ts";
import { useEnvironment } from "../sync/environment.ts";
import { deliveriesOf, makeHistory, repeated } from "../sync/history.ts";
import { send } from "../sync/send.ts";

const atOnce = 8;
const metrics = [
  { key: "rate", name: "Deliveries a second", unit: "/s", better: "higher" },
  { key: "p50", name: "Half within", unit: "ms", better: "lower" },
  { key: "p99", name: "99 % within", unit: "ms", better: "lower" },
  { key: "cpu", name: "Processor time", unit: "ms", better: "lower" },
] as const;

export const suite: Suite = {
  name: "webhooks",
  title: "Webhooks: durable deliveries",
  async run(settings) {
    const application = await startApplication({ tell: settings.tell });
    try {
      useEnvironment(application.database);
      return await measure(application, settings);
    } finally {
      await closeDatabase();
      await application.stop();
    }
  },
};

async function measure(application: BenchApplication, settings: Settings): Promise<Report> {
  const { rounds, quick, tell } = settings;
  const events = quick ? 300 : 1_500;
  const each = { application, events };
  const names = {
    route: "Gatehouse's route",
    repeatedRoute: "Gatehouse's route, half repeated",
    apply: "Gatehouse's apply function",
    repeatedApply: "Gatehouse's apply function, half repeated",
  };
  const comparison = await compare({
    title: "Durable deliveries",
    metrics,
    baseline: names.route,
    rounds,
    tell,
    contenders: [
      contenderOf(names.route, { ...each, through: "route", share: 0 }),
      contenderOf(names.repeatedRoute, { ...each, through: "route", share: 0.5 }),
      contenderOf(names.apply, { ...each, through: "apply", share: 0 }),
      contenderOf(names.repeatedApply, { ...each, through: "apply", share: 0.5 }),
    ],
  });
  const target = { metric: "rate", holds: "at least" } as const;
  return {
    comparisons: [comparison],
    targets: [
      medianTarget(comparison, {
        ...target,
        text: "Deliveries a second through the route",
        contender: names.route,
        limit: 150,
      }),
      medianTarget(comparison, {
        ...target,
        text: "Deliveries a second in the apply function",
        contender: names.apply,
        limit: 500,
      }),
    ],
    notes: [
      `Each round delivers ${events.toLocaleString("en-US")} events, ${atOnce} at a time, and where half is repeated each of them twice, in a shuffled order. Processor time is that of the application and PostgreSQL, a delivery. After each, every row of the mirror was what Clerk's simulated truth says and the inbox had each event once: ${comparison.rows.length * (rounds + 1)} times.`,
    ],
  };
}

interface Way {
  readonly application: BenchApplication;
  readonly through: "route" | "apply";
  readonly events: number;
  /** Of the deliveries, those that were there before. */
  readonly share: number;
}

let serial = 0;

function contenderOf(name: string, way: Way): Contender {
  const { application, through, events, share } = way;
  const { clerk, database, url } = application;
  const round = async (): Promise<Figures> => {
    serial += 1;
    const history = makeHistory(`w${serial}`, events);
    const deliveries = repeated(deliveriesOf(history), share, serial);
    const usedBefore = cpuOf(application, through);
    const { seconds, times } =
      through === "apply"
        ? await deliver(deliveries, atOnce)
        : await sendAndCheck(`${url}/api/webhooks/clerk`, clerk.webhookSecret, deliveries, {
            applied: history.events.length,
          });
    const used = cpuOf(application, through) - usedBefore;
    await checkAndForget(database.ownerUrl, history);
    return {
      rate: deliveries.length / seconds,
      p50: percentile(times, 50),
      p99: percentile(times, 99),
      cpu: (used / deliveries.length) * 1_000,
    };
  };
  return { name, round };
}

/** Of whoever takes the deliveries and of PostgreSQL, seconds; the sender's own is not among it. */
function cpuOf({ pid, database }: BenchApplication, through: Way["through"]): number {
  const { user, system } = process.cpuUsage();
  const taker = through === "route" ? cpuSeconds(pid) : (user + system) / 1e6;
  return taker + cpuSeconds(database.pid);
}

/** @throws unless each was answered as applied once and as a duplicate after that */
async function sendAndCheck(
  url: string,
  secret: string,
  deliveries: Parameters<typeof send>[0]["deliveries"],
  { applied }: { readonly applied: number },
) {
  const sent = await send({ url, secret, deliveries, connections: atOnce });
  const told = JSON.stringify(Object.entries(sent.outcomes).sort());
  const duplicates = deliveries.length - applied;
  const expected = [
    [`200 ${JSON.stringify({ outcome: "applied" })}`, applied],
    ...(duplicates > 0 ? [[`200 ${JSON.stringify({ outcome: "duplicate" })}`, duplicates]] : []),
  ];
  if (told !== JSON.stringify(expected)) throw new Error(`The route answered ${told}`);
  return sent;
}
