import { notFound } from "../errors.ts";
import { takeHandshake } from "../frontend/nonces.ts";
import type { App } from "../http.ts";
import { jwks } from "../tokens.ts";

/** Keys, and what the middleware asks for. */
export function addInstanceRoutes(app: App): void {
  app.get("/v1/jwks", (c) => c.json(jwks(c.get("call"))));

  app.get("/v1/clients/handshake_payload", (c) => {
    const directives = takeHandshake(c.get("call"), c.req.query("nonce") ?? "");
    if (!directives) throw notFound("Handshake payload not found");
    return c.json({ directives });
  });
}
