import { channel } from "node:diagnostics_channel";
import { expect, test } from "vitest";
import { peerOfRequest, watchPeers } from "@/src/server/http/peer";

watchPeers();
const start = (remoteAddress: string | undefined): string | null => {
  channel("http.server.request.start").publish({ request: { socket: { remoteAddress } } });
  return peerOfRequest();
};

test("before any request there is no peer", () => {
  expect(peerOfRequest()).toBeNull();
});

test("each request has the peer of its connection, and one that has hung up is not without a connection", () => {
  expect(start("203.0.113.9")).toBe("203.0.113.9");
  expect(start(undefined)).toBe("gone");
});
