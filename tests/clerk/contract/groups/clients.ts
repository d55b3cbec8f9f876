/* eslint-disable @typescript-eslint/no-deprecated -- what is still in the client has to answer */
import { expect } from "vitest";
import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const clients: Contract<"clients"> = {
  getClientList: missing(REASON, ({ api }) => api.clients.getClientList()),
  getClient: missing(REASON, ({ api }) => api.clients.getClient("client_x")),
  verifyClient: missing(REASON, ({ api }) => api.clients.verifyClient("token")),
  async getHandshakePayload({ api, clerk }) {
    const handshake = new URL(`${clerk.url}/v1/client/handshake`);
    handshake.searchParams.set("redirect_url", "http://localhost:3000/");
    handshake.searchParams.set("format", "nonce");
    const answer = await fetch(handshake, { redirect: "manual" });
    const back = new URL(answer.headers.get("location") ?? "");
    const nonce = back.searchParams.get("__clerk_handshake_nonce") ?? "";
    const { directives } = await api.clients.getHandshakePayload({ nonce });
    expect(directives.join()).toContain("__client_uat=0");
  },
};
