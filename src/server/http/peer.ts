import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

// One for all of Next's module graphs: the start subscribes, routes and actions read.
const holder: typeof globalThis & { gatehousePeer?: AsyncLocalStorage<string> } = globalThis;
const storage = (holder.gatehousePeer ??= new AsyncLocalStorage<string>());

/**
 * From now on each request knows who is at the other end of its connection. Next does not hand that on, and takes an
 * x-forwarded-for that the client wrote as it is.
 */
export function watchPeers(): void {
  subscribe("http.server.request.start", (message) => {
    // Guarantee: Node publishes { request, response, socket, server } there.
    const { request } = message as { request: IncomingMessage };
    // A client that has hung up already has no address any more, and must not pass for a platform without connections.
    storage.enterWith(request.socket.remoteAddress ?? "gone");
  });
}

/** The other end of the request's connection; null where no HTTP server of Node's is in front. */
export function peerOfRequest(): string | null {
  return storage.getStore() ?? null;
}
