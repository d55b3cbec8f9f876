import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import type { FetchLike } from "eventsource";
import { errorCodes } from "@/src/access/errors";
import { NoMemberError, SignedOutError } from "./fault";

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
      if (error instanceof SignedOutError) return refusal(shapeOf("signed_out", "UNAUTHORIZED"));
      if (error instanceof NoMemberError)
        return refusal(shapeOf("membership_removed", "FORBIDDEN"));
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

/** As the server's error formatter would have said it. */
function shapeOf(
  appCode: "signed_out" | "membership_removed",
  code: keyof typeof TRPC_ERROR_CODES_BY_KEY,
) {
  const { http, message } = errorCodes[appCode];
  const data = { code, httpStatus: http, appCode, fields: null };
  return { json: { message, code: TRPC_ERROR_CODES_BY_KEY[code], data } };
}

function refusal(error: unknown): Response {
  const event = `event: serialized-error\ndata: ${JSON.stringify(error)}\n\n`;
  return new Response(event, { headers: { "content-type": "text/event-stream" } });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
