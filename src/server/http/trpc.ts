import { randomUUID } from "node:crypto";
import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { ErrorCode } from "@/src/access/errors";
import { batchLimit } from "@/src/access/limits";
import { pageOrganizationHeader } from "@/src/access/page-organization";
import { authenticateRequest } from "@/src/server/auth/request";
import { log } from "@/src/server/log";
import { logCallError } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { appRouter } from "@/src/server/trpc/root";
import { endpoint, readCalls } from "./batch";
import { isJson, isUtf8, readBody } from "./body";
import { chargeAddress, chargePerson } from "./limit";
import { mayChange } from "./origin";
import { tooOften } from "./refuse";
import { refuseCalls, refuseStream } from "./refuse-calls";

/** A body of a batch, bytes. */
const bodyLimit = 1024 * 1024;

/**
 * Serves tRPC over HTTP. What the first part refuses is refused before anybody's identity is read. `onChanged` hears of the
 * mutations that were done.
 */
export async function handleTrpc(
  request: Request,
  onChanged: (paths: readonly string[]) => void = ignore,
): Promise<Response> {
  const requestId = randomUUID();
  try {
    const calls = readCalls(new URL(request.url));
    const byAddress = await chargeAddress(request.headers, calls?.length);
    if (byAddress !== null) return refuseCalls("rate_limited", requestId, tooOften(byAddress));
    const accepted = await accept(request);
    if (typeof accepted === "string") {
      const headers = accepted === "method_not_allowed" ? { allow: "GET, POST" } : undefined;
      return refuseCalls(accepted, requestId, { headers });
    }
    if (!calls) return refuseCalls("bad_input", requestId);

    const { principal, cookies, expiresAt } = await authenticateRequest(request);
    const byPerson = await chargePerson(principal, calls.length);
    if (byPerson !== null) return refuseCalls("rate_limited", requestId, tooOften(byPerson));
    const refusals: TRPCError[] = [];
    const response = await fetchRequestHandler({
      endpoint,
      req: accepted,
      router: appRouter,
      maxBatchSize: batchLimit,
      createContext: async () =>
        createContext(principal, requestId, request.headers.get(pageOrganizationHeader), expiresAt),
      onError: (call) => {
        refusals.push(call.error);
        logCallError(call);
      },
      responseMeta: () => ({ headers: headersOf(requestId, cookies) }),
    });
    const [refusal] = refusals;
    if (refusal && isStream(response)) {
      // tRPC would say it in the stream, after a status that says that all is well.
      await response.body?.cancel();
      return refuseStream(refusal, requestId);
    }
    if (accepted.method === "POST" && response.ok) onChanged(calls);
    return response;
  } catch (error) {
    log.error({ requestId, error }, "request failed");
    return refuseCalls("internal", requestId);
  }
}

function isStream(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
}

function headersOf(requestId: string, cookies: readonly string[]): Headers {
  const headers = new Headers({ "x-request-id": requestId, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return headers;
}

/** The request as tRPC shall see it: a method and a body of ours, and none of the headers that ask for another transport. */
async function accept(request: Request): Promise<Request | ErrorCode> {
  const { method, url, signal } = request;
  const headers = new Headers(request.headers);
  // A stream sends its status before the calls are answered: a refusal would come as 200.
  headers.delete("trpc-accept");
  headers.set("accept", "application/json");
  headers.set("content-type", "application/json");
  if (method === "GET") return new Request(url, { headers, signal });
  if (method !== "POST") return "method_not_allowed";
  if (!mayChange(request)) return "cross_origin";
  if (!isJson(request)) return "unsupported_media_type";
  const body = await readBody(request, bodyLimit);
  if (body === "too_slow") return "bad_input";
  if (typeof body === "string") return body;
  return isUtf8(body)
    ? new Request(url, { method, headers, signal, body: new Uint8Array(body) })
    : "bad_input";
}

function ignore(): void {}
