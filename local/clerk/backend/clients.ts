import type { ClientJSON } from "@clerk/backend";
import { z } from "zod";
import { readBody } from "../body.ts";
import { activeSessions } from "../domain/sessions.ts";
import { formError, notFound } from "../errors.ts";
import { takeHandshake } from "../frontend/nonces.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";
import type { Client } from "../model/sessions.ts";
import { paginate, sortBy } from "../pages.ts";
import { backendSessionJson } from "../serialize/session.ts";
import { pageOrList } from "./respond.ts";

/** Browsers, and what the middleware asks of them. */
export function addClientRoutes(app: App): void {
  app.get("/v1/clients", (c) => {
    const call = c.get("call");
    const sorted = sortBy(c, call.store.clients.values(), { created_at: (one) => one.createdAt });
    return pageOrList(
      c,
      paginate(c, sorted, (one) => clientJson(call, one)),
    );
  });

  app.get("/v1/clients/handshake_payload", (c) => {
    const directives = takeHandshake(c.get("call"), c.req.query("nonce") ?? "");
    if (!directives) throw notFound("Handshake payload not found");
    return c.json({ directives });
  });

  // A development instance knows a browser by its dev browser token.
  app.post("/v1/clients/verify", async (c) => {
    const call = c.get("call");
    const { token } = await readBody(c, z.object({ token: z.string() }));
    const client = call.store.clients.find((one) => one.devBrowserToken === token);
    if (!client) throw formError("form_param_value_invalid", "The token is of no client.", "token");
    return c.json(clientJson(call, client));
  });

  app.get("/v1/clients/:id", (c) => {
    const call = c.get("call");
    const client = call.store.clients.get(c.req.param("id"));
    if (!client) throw notFound(`No client was found with id ${c.req.param("id")}`);
    return c.json(clientJson(call, client));
  });
}

function clientJson(call: Call, client: Client): ClientJSON {
  const sessions = activeSessions(call, client);
  return {
    object: "client",
    id: client.id,
    session_ids: sessions.map((one) => one.id),
    sessions: sessions.map((one) => backendSessionJson(call, one)),
    sign_in_id: client.signInId,
    sign_up_id: client.signUpId,
    last_active_session_id: client.lastActiveSessionId,
    last_authentication_strategy: client.lastStrategy,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}
