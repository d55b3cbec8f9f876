import { randomBytes } from "node:crypto";
import { z } from "zod";
import { getUser } from "../domain/users.ts";
import { notFound } from "../errors.ts";
import { takeHandshake } from "../frontend/nonces.ts";
import type { App } from "../http.ts";
import { newId, newSecret } from "../ids.ts";
import { ticketUrl } from "../serialize/organization.ts";
import { jwks } from "../tokens.ts";
import { readBody } from "../body.ts";

const SIGN_IN_TOKEN_SECONDS = 30 * 24 * 3600;

const CreateSignInToken = z.object({
  user_id: z.string(),
  expires_in_seconds: z.number().int().positive().default(SIGN_IN_TOKEN_SECONDS),
});

/** Keys, tickets, and what the middleware asks for. */
export function addInstanceRoutes(app: App): void {
  app.get("/v1/jwks", (c) => c.json(jwks(c.get("call"))));

  app.get("/v1/clients/handshake_payload", (c) => {
    const directives = takeHandshake(c.get("call"), c.req.query("nonce") ?? "");
    if (!directives) throw notFound("Handshake payload not found");
    return c.json({ directives });
  });

  app.post("/v1/sign_in_tokens", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateSignInToken);
    const user = getUser(call, body.user_id);
    const now = call.clock.tick();
    const token = call.store.signInTokens.put({
      id: newId("sit"),
      userId: user.id,
      token: newSecret("sit"),
      status: "pending",
      expiresAt: now + body.expires_in_seconds * 1000,
      createdAt: now,
      updatedAt: now,
    });
    return c.json({
      object: "sign_in_token",
      id: token.id,
      user_id: user.id,
      token: token.token,
      status: token.status,
      url: ticketUrl(call, token.token),
      created_at: token.createdAt,
      updated_at: token.updatedAt,
    });
  });

  // There is no bot protection to get around here, so a testing token needs no memory.
  app.post("/v1/testing_tokens", (c) => {
    const now = c.get("call").clock.seconds();
    const token = `${now}-${randomBytes(16).toString("hex")}`;
    return c.json({ object: "testing_token", token, expires_at: now + 3600 });
  });
}
