import type { Report, Settings, Suite } from "../measure/report.ts";
import { percentile } from "../measure/statistics.ts";
import { startApplication, type BenchApplication } from "../support/application.ts";
import { runLoad } from "../support/load.ts";
import { listPath, seedCast, type Cast } from "./revocation/cast.ts";
import { measureRemovals } from "./revocation/removals.ts";
import { measureTokens } from "./revocation/token-alone.ts";

const connections = 16;

export const suite: Suite = {
  name: "revocation",
  title: "Revocation: from a removal at Clerk to the first refusal",
  async run(settings) {
    const application = await startApplication({
      tell: settings.tell,
      // The Backend API's own tokens name no party.
      env: { ALLOW_BEARER_WITHOUT_AZP: "1" },
    });
    try {
      return await measure(application, await seedCast(application), settings);
    } finally {
      await application.stop();
    }
  },
};

async function measure(
  application: BenchApplication,
  cast: Cast,
  { quick, tell }: Settings,
): Promise<Report> {
  const times = quick ? 20 : 200;
  // These wait for a minute, and cost nothing.
  const tokens = measureTokens(application.clerk, cast, quick ? [55] : [0, 20, 40]);
  tokens.catch(() => undefined);
  tell(`${times} removals, nothing else under way`);
  const idle = await measureRemovals(application, cast, times);
  tell(`${times} removals, under load`);
  const over = new AbortController();
  const loaded = measureRemovals(application, cast, times).finally(() => over.abort());
  const rates: number[] = [];
  while (!over.signal.aborted) {
    const { perSecond } = await runLoad({
      url: `${application.url}${listPath}`,
      headers: { authorization: `Bearer ${cast.stayer.token}` },
      connections,
      seconds: 8,
      expectedText: `"items":[]`,
    });
    rates.push(perSecond);
  }
  const busy = await loaded;
  tell("waiting for the tokens to end");
  const alone = await tokens;
  const row = (name: string, all: readonly number[]) => [
    name,
    String(all.length),
    ...[50, 90, 99, 100].map((p) => percentile(all, p)),
  ];
  return {
    comparisons: [],
    targets: [],
    tables: [
      {
        title: "From asking Clerk for a removal to the first refused request",
        columns: ["", "Times", "p50, ms", "p90, ms", "p99, ms", "Most, ms"],
        rows: [
          row("Gatehouse, nothing else under way", idle),
          row(`Gatehouse, under ${connections} connections of load`, busy),
          row(
            "Verifying the token alone",
            alone.map(({ ms }) => ms),
          ),
        ],
      },
    ],
    notes: [
      `The load was ${percentile(rates, 50).toFixed(0)} lists a second of another member. What checks the token alone goes on until it ends, and Clerk's SDK allows for a clock that is 5 s off: ${alone.map(({ age, ms }) => `${(ms / 1000).toFixed(1)} s for a token that was ${age} s old`).join(", ")}. A page renews its token every 50 s or so; it does not get one for the organization after the removal.`,
    ],
  };
}
