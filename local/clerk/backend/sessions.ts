import { z } from "zod";
import { SESSION_TOKEN_SECONDS } from "../config.ts";
import { getJwtTemplateByName } from "../domain/jwt-templates.ts";
import { findMembership } from "../domain/memberships.ts";
import { createClient, endSession, isActive, startSession } from "../domain/sessions.ts";
import { getUser } from "../domain/users.ts";
import { ClerkError, forbidden, notFound } from "../errors.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";
import type { Session } from "../model/sessions.ts";
import { filterBy, paginate, sortBy } from "../pages.ts";
import { backendSessionJson } from "../serialize/session.ts";
import { mintTemplateToken } from "../templates/template-token.ts";
import { mintSessionToken, sessionIdOfToken } from "../tokens.ts";
import { readBody } from "../body.ts";

const CreateSession = z.object({
  user_id: z.string(),
  active_organization_id: z.string().nullish(),
});

const CreateToken = z.object({ expires_in_seconds: z.number().int().min(1).max(3600).optional() });

const CreateTemplateToken = z.object({
  expires_in_seconds: z.number().int().min(30).max(315_360_000).optional(),
});

export function addSessionRoutes(app: App): void {
  app.get("/v1/sessions", (c) => {
    const call = c.get("call");
    const all = call.store.sessions.values();
    const ofUser = filterBy(c, ["user_id"], all, (one) => one.userId);
    const ofClient = filterBy(c, ["client_id"], ofUser, (one) => one.clientId);
    const sessions = filterBy(c, ["status"], ofClient, (one) => one.status);
    const sorted = sortBy(c, sessions, { created_at: (one) => one.createdAt });
    const page = paginate(c, sorted, (one) => backendSessionJson(call, one));
    return c.json(c.req.query("paginated") === "true" ? page : page.data);
  });

  // A way in without a browser, for tests and for agents.
  app.post("/v1/sessions", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateSession);
    const user = getUser(call, body.user_id);
    if (user.banned) throw forbidden("user_banned", "The user is banned.");
    const organizationId = body.active_organization_id ?? null;
    if (organizationId && !findMembership(call, organizationId, user.id)) {
      throw notFound("Organization not found");
    }
    const session = startSession(call, createClient(call), user.id, { organizationId });
    return c.json(backendSessionJson(call, session));
  });

  app.get("/v1/sessions/:id", (c) => {
    const call = c.get("call");
    return c.json(backendSessionJson(call, getSession(call, c.req.param("id"))));
  });

  app.post("/v1/sessions/:id/revoke", (c) => {
    const call = c.get("call");
    const session = getSession(call, c.req.param("id"));
    return c.json(backendSessionJson(call, endSession(call, session, "revoked")));
  });

  app.post("/v1/sessions/:id/verify", async (c) => {
    const call = c.get("call");
    const { token } = await readBody(c, z.object({ token: z.string() }));
    const session = getSession(call, c.req.param("id"));
    if ((await sessionIdOfToken(call, token)) !== session.id) {
      throw new ClerkError(400, "invalid_session_token", "The token is not one of the session.");
    }
    return c.json(backendSessionJson(call, requireActive(call, session)));
  });

  app.post("/v1/sessions/:id/tokens", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateToken);
    const session = requireActive(call, getSession(call, c.req.param("id")));
    const lifetime = body.expires_in_seconds ?? SESSION_TOKEN_SECONDS;
    const jwt = await mintSessionToken(call, session, session.lastActiveOrganizationId, lifetime);
    return c.json({ object: "token", jwt });
  });

  app.post("/v1/sessions/:id/tokens/:template", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateTemplateToken);
    const session = requireActive(call, getSession(call, c.req.param("id")));
    const template = getJwtTemplateByName(call, c.req.param("template"));
    const jwt = await mintTemplateToken(call, session, template, body.expires_in_seconds);
    return c.json({ object: "token", jwt });
  });
}

function requireActive(call: Call, session: Session): Session {
  if (isActive(call, session)) return session;
  throw new ClerkError(400, "session_not_active", "The session is not active.");
}

function getSession(call: Call, id: string): Session {
  const session = call.store.sessions.get(id);
  if (!session) throw notFound("Session not found");
  return session;
}
