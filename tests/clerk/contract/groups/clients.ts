/* eslint-disable @typescript-eslint/no-deprecated -- what is still in the client has to answer */
import { expect } from "vitest";
import { Browser } from "../../frontend-caller.ts";
import type { Contract } from "../contract.ts";
import { refusal } from "../world.ts";

export const clients: Contract<"clients"> = {
  async getClientList({ api, newUser }) {
    const session = await api.sessions.createSession({ userId: (await newUser()).id });
    const [newest] = (await api.clients.getClientList({ limit: 1 })).data;
    expect([newest?.id, newest?.sessionIds]).toEqual([session.clientId, [session.id]]);
  },

  async getClient({ api, newUser }) {
    const session = await api.sessions.createSession({ userId: (await newUser()).id });
    const client = await api.clients.getClient(session.clientId);
    expect(client.sessions.map((one) => one.id)).toEqual([session.id]);
    const nobody = api.clients.getClient("client_none");
    expect(await refusal(nobody)).toEqual([404, "resource_not_found"]);
  },

  async verifyClient({ api, clerk }) {
    const browser = await new Browser(clerk.url).open();
    const client = await api.clients.verifyClient(browser.token);
    expect(client.sessionIds).toEqual([]);
    const wrong = api.clients.verifyClient("dvb_made_up");
    expect(await refusal(wrong)).toEqual([422, "form_param_value_invalid"]);
  },

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
