import superjson from "superjson";

/** The path of a query as tRPC's client sends it, alone in its request. */
export function callPath(procedure: string, input?: unknown): string {
  return `/api/trpc/${procedure}${input === undefined ? "" : `?input=${encode(superjson.serialize(input))}`}`;
}

export interface Call {
  readonly procedure: string;
  readonly input?: unknown;
}

/** Several in one request. */
export function batchPath(calls: readonly Call[]): string {
  const names = calls.map(({ procedure }) => procedure).join(",");
  const inputs = calls.map(({ input }, n) => [n, superjson.serialize(input)]);
  return `/api/trpc/${names}?batch=1&input=${encode(Object.fromEntries(inputs))}`;
}

function encode(value: unknown): string {
  return encodeURIComponent(JSON.stringify(value));
}
