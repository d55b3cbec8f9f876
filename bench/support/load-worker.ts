import autocannon from "autocannon";
import type { Load, LoadResult } from "./load.ts";

async function run(load: Load): Promise<LoadResult> {
  let wrong = 0;
  let example: string | undefined;
  const { expectedStatus = 200, expectedText = "", unwantedText } = load;
  let answeredAt = 0n;
  const onResponse = (status: number, body: string): void => {
    answeredAt = process.hrtime.bigint();
    const unwanted = unwantedText !== undefined && body.includes(unwantedText);
    if (status === expectedStatus && body.includes(expectedText) && !unwanted) return;
    wrong += 1;
    example ??= `${status}: ${body.slice(0, 300)}`;
  };
  let clients = 0;
  const since = process.hrtime.bigint();
  const result = await autocannon({
    url: load.url,
    connections: load.connections,
    ...(load.amount === undefined ? { duration: load.seconds ?? 5 } : { amount: load.amount }),
    setupClient: (client) => {
      client.setRequests(
        requestsOf(load, clients++).map((request) => ({ ...request, onResponse })),
      );
    },
  });
  // Until the last answer: autocannon looks only once a second whether it is done.
  const seconds = Number(answeredAt - since) / 1e9;
  const requests = result.requests.total;
  return {
    requests,
    seconds,
    perSecond: requests / seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
    most: result.latency.max,
    wrong: wrong + result.errors + result.timeouts,
    ...(example === undefined ? {} : { example }),
  };
}

/** What one connection asks for, in turn. */
function requestsOf(load: Load, connection: number): autocannon.Request[] {
  const { method = "GET", headers, body, connections, bearers, paths } = load;
  const tokens = bearers?.filter((_, n) => n % connections === connection % bearers.length);
  const { pathname, search } = new URL(load.url);
  return (tokens ?? [null]).flatMap((token) =>
    (paths ?? [`${pathname}${search}`]).map((path) => ({
      method,
      path,
      headers: { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body }),
    })),
  );
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
