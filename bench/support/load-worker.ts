import autocannon from "autocannon";
import type { Load, LoadResult } from "./load.ts";

async function run(load: Load): Promise<LoadResult> {
  let wrong = 0;
  let example: string | undefined;
  const { expectedStatus = 200, expectedText } = load;
  const since = process.hrtime.bigint();
  const result = await autocannon({
    url: load.url,
    connections: load.connections,
    ...(load.amount === undefined ? { duration: load.seconds ?? 5 } : { amount: load.amount }),
    requests: [
      {
        method: load.method ?? "GET",
        headers: { ...load.headers },
        ...(load.body === undefined ? {} : { body: load.body }),
        onResponse: (status, body) => {
          if (
            status === expectedStatus &&
            (expectedText === undefined || body.includes(expectedText))
          )
            return;
          wrong += 1;
          example ??= `${status}: ${body.slice(0, 300)}`;
        },
      },
    ],
  });
  const seconds = Number(process.hrtime.bigint() - since) / 1e9;
  const requests = result.requests.total;
  return {
    requests,
    seconds,
    perSecond: requests / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    most: result.latency.max,
    wrong: wrong + result.errors + result.timeouts,
    ...(example === undefined ? {} : { example }),
  };
}

process.once("message", (load) => {
  // Guarantee: load.ts forks this file and sends one Load.
  void run(load as Load).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
      process.disconnect();
    },
  );
});
