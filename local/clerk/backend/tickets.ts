import { randomBytes } from "node:crypto";
import { z } from "zod";
import { readBody } from "../body.ts";
import {
  createActorToken,
  createSignInToken,
  revokeActorToken,
  revokeSignInToken,
} from "../domain/tickets.ts";
import type { App } from "../http.ts";
import { actorTokenJson, signInTokenJson } from "../serialize/tickets.ts";

const SIGN_IN_TOKEN_SECONDS = 30 * 24 * 3600;
const ACTOR_TOKEN_SECONDS = 3600;
const ACTOR_SESSION_SECONDS = 30 * 60;

const seconds = z.number().int().positive().max(315_360_000);

const CreateSignInToken = z.object({
  user_id: z.string(),
  expires_in_seconds: seconds.nullish(),
});

const CreateActorToken = CreateSignInToken.extend({
  /** Goes into the session tokens whole. */
  actor: z.looseObject({ sub: z.string().min(1) }),
  session_max_duration_in_seconds: seconds.nullish(),
});

/** Ways in without a password, for whoever has the secret key. */
export function addTicketRoutes(app: App): void {
  app.post("/v1/sign_in_tokens", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateSignInToken);
    const lifetime = body.expires_in_seconds ?? SIGN_IN_TOKEN_SECONDS;
    return c.json(signInTokenJson(call, createSignInToken(call, body.user_id, lifetime)));
  });

  app.post("/v1/sign_in_tokens/:id/revoke", (c) => {
    const call = c.get("call");
    return c.json(signInTokenJson(call, revokeSignInToken(call, c.req.param("id"))));
  });

  app.post("/v1/actor_tokens", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateActorToken);
    const ticket = createActorToken(call, body.user_id, {
      actor: body.actor,
      lifetimeSeconds: body.expires_in_seconds ?? ACTOR_TOKEN_SECONDS,
      sessionSeconds: body.session_max_duration_in_seconds ?? ACTOR_SESSION_SECONDS,
    });
    return c.json(actorTokenJson(call, ticket));
  });

  app.post("/v1/actor_tokens/:id/revoke", (c) => {
    const call = c.get("call");
    return c.json(actorTokenJson(call, revokeActorToken(call, c.req.param("id"))));
  });

  // There is no bot protection to get around here, so a testing token needs no memory.
  app.post("/v1/testing_tokens", (c) => {
    const now = c.get("call").clock.seconds();
    const token = `${now}-${randomBytes(16).toString("hex")}`;
    return c.json({ object: "testing_token", token, expires_at: now + 3600 });
  });
}
