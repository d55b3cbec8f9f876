import type { FetchLike } from "eventsource";
import { errorCodes } from "@/src/access/errors";
import { SignedOutError } from "./fault";

/** Milliseconds that are waited before a stream that could not be had is asked for again, and the most that they grow to. */
const backOff = { first: 1_000, most: 30_000 };

/**
 * The `fetch` of one EventSource, which asks again by itself whenever its stream ends. With the headers of that moment, since a
 * stream ends with its token; later and later where there is no answer; and what refuses for good is handed on as tRPC says it in
 * a stream, or its client would learn no more than that there was none.
 */
export function streamFetch(
  readHeaders: () => Promise<Record<string, string>>,
  send: typeof fetch = (...request) => fetch(...request),
): FetchLike {
  let failures = 0;
  return async (url, init) => {
    await sleep(failures === 0 ? 0 : Math.min(backOff.first * 2 ** (failures - 1), backOff.most));
    failures += 1;
    let headers;
    try {
      headers = await readHeaders();
    } catch (error) {
      if (error instanceof SignedOutError) return refusal(signedOut);
      throw error;
    }
    // Guarantee: the library passes what the browser's own fetch takes; its types leave room for other implementations.
    const options = { ...init, headers: { ...init.headers, ...headers } } as RequestInit;
    const response = await send(url, options);
    if (response.status === 429 || response.status >= 500)
      throw new Error(`No stream: ${response.status}`);
    failures = 0;
    if (response.ok) return response;
    // Guarantee: below 500 and not 429 it is our own refusal, which src/server/http/refuse-calls.ts has written.
    const { error } = (await response.json()) as { error: unknown };
    return refusal(error);
  };
}

const signedOut = {
  json: {
    message: errorCodes.signed_out.message,
    code: -32001,
    data: { code: "UNAUTHORIZED", httpStatus: 401, appCode: "signed_out", fields: null },
  },
};

function refusal(error: unknown): Response {
  const event = `event: serialized-error\ndata: ${JSON.stringify(error)}\n\n`;
  return new Response(event, { headers: { "content-type": "text/event-stream" } });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
