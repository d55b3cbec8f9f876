import type { Contender, Figures, Metric } from "../measure/compare.ts";
import { runLoad, type Load } from "./load.ts";
import { cpuSeconds } from "./processes.ts";

export const httpMetrics: readonly Metric[] = [
  { key: "perSecond", name: "Requests a second", unit: "/s", better: "higher" },
  { key: "p50", name: "p50", unit: "ms", better: "lower" },
  { key: "p99", name: "p99", unit: "ms", better: "lower" },
  { key: "server", name: "Server's CPU a request", unit: "ms", better: "lower" },
  { key: "postgres", name: "PostgreSQL's CPU a request", unit: "ms", better: "lower" },
];

export interface HttpContender {
  readonly name: string;
  /** First process of the server. */
  readonly pid: number;
  readonly postgresPid: number;
  /** What to ask in the next round: tokens live a minute. */
  load(): Load;
}

/** One round: the load, and what it cost the server and the database. @throws when an answer is wrong */
export function httpContender({ name, pid, postgresPid, load }: HttpContender): Contender {
  return { name, round: () => measureLoad(load(), pid, postgresPid) };
}

/** Some seconds of each before anything is measured: the first thousand requests run code that is not compiled yet. */
export async function warmUp(contenders: readonly HttpContender[], seconds: number): Promise<void> {
  for (const { load } of contenders) await runLoad({ ...load(), seconds });
}

async function measureLoad(load: Load, pid: number, postgresPid: number): Promise<Figures> {
  const before = { server: cpuSeconds(pid), postgres: cpuSeconds(postgresPid) };
  const { requests, perSecond, p50, p99 } = await runLoad(load);
  const per = (seconds: number): number => (seconds * 1000) / requests;
  return {
    perSecond,
    p50,
    p99,
    server: per(cpuSeconds(pid) - before.server),
    postgres: per(cpuSeconds(postgresPid) - before.postgres),
  };
}
