import { randomUUID } from "node:crypto";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { batchLimit } from "@/src/access/limits";
import { pageOrganizationHeader } from "@/src/access/page-organization";
import { readPrincipal } from "@/src/server/auth/session";
import { logCallError } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { appRouter } from "@/src/server/trpc/root";
import { refuse } from "./answer";
import { isJson, readBody } from "./body";
import { isTrustedOrigin } from "./origin";

/** A body of a batch, bytes. */
const bodyLimit = 1024 * 1024;

/** Serves tRPC over HTTP. What is refused here is refused before anybody's identity is read. */
export async function handleTrpc(request: Request): Promise<Response> {
  const requestId = randomUUID();
  if (!isDecodable(new URL(request.url).pathname)) return refuse("bad_input", requestId);
  let accepted = request;
  if (request.method === "POST") {
    if (!isTrustedOrigin(request.headers)) return refuse("cross_origin", requestId);
    if (!isJson(request)) return refuse("unsupported_media_type", requestId);
    const body = await readBody(request, bodyLimit);
    if (!body) return refuse("too_large", requestId);
    accepted = new Request(request.url, {
      method: "POST",
      headers: request.headers,
      body: new Uint8Array(body),
    });
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: accepted,
    router: appRouter,
    maxBatchSize: batchLimit,
    createContext: async () =>
      createContext(await readPrincipal(), requestId, request.headers.get(pageOrganizationHeader)),
    onError: logCallError,
    responseMeta: () => ({
      headers: new Headers({ "x-request-id": requestId, "cache-control": "no-store" }),
    }),
  });
}

/** tRPC decodes the path, and takes it for its own failure when that cannot be done. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
