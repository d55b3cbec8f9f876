import type { Context } from "hono";
import { getJwtTemplateByName } from "../domain/jwt-templates.ts";
import { findMembership } from "../domain/memberships.ts";
import { activeSessions, endSession, touchSession } from "../domain/sessions.ts";
import { notFound } from "../errors.ts";
import type { App, Env } from "../http.ts";
import type { Call } from "../instance.ts";
import type { Session } from "../model/sessions.ts";
import { clientJson, sessionJson } from "../serialize/session.ts";
import { mintTemplateToken } from "../templates/template-token.ts";
import { mintSessionToken } from "../tokens.ts";
import { readForm } from "../forms.ts";
import { answer, ownSession, requireClient } from "./respond.ts";

export function addSessionRoutes(app: App): void {
  // setActive(): selects the session, and the organization in it.
  app.post("/v1/client/sessions/:id/touch", async (c) => {
    const call = c.get("call");
    const organizationId = (await readForm(c)).optional("active_organization_id");
    const client = requireClient(c);
    const session = ownSession(c, client, c.req.param("id"));
    const active = organizationId === undefined ? session.lastActiveOrganizationId : organizationId;
    const touched = touchSession(call, session, checkMember(call, session, active));
    return answer(c, await sessionJson(call, touched), client);
  });

  app.post("/v1/client/sessions/:id/tokens", async (c) => {
    const call = c.get("call");
    const wanted = (await readForm(c)).optional("organization_id");
    const session = ownSession(c, requireClient(c), c.req.param("id"));
    const organizationId = wanted === undefined ? session.lastActiveOrganizationId : wanted;
    const jwt = await mintSessionToken(call, session, checkMember(call, session, organizationId));
    return c.json({ object: "token", jwt });
  });

  app.post("/v1/client/sessions/:id/tokens/:template", async (c) => {
    const call = c.get("call");
    const session = ownSession(c, requireClient(c), c.req.param("id"));
    const template = getJwtTemplateByName(call, c.req.param("template"));
    return c.json({ object: "token", jwt: await mintTemplateToken(call, session, template) });
  });

  app.delete("/v1/client/sessions", async (c) => {
    const call = c.get("call");
    const client = requireClient(c);
    for (const session of activeSessions(call, client)) endSession(call, session, "removed");
    const signedOut = call.store.clients.get(client.id) ?? client;
    return answer(c, await clientJson(call, signedOut), client);
  });

  app.post("/v1/client/sessions/:id/remove", (c) => finish(c, c.req.param("id"), "removed"));
  app.post("/v1/client/sessions/:id/end", (c) => finish(c, c.req.param("id"), "ended"));
}

async function finish(c: Context<Env>, id: string, status: "removed" | "ended") {
  const call = c.get("call");
  const client = requireClient(c);
  const session = ownSession(c, client, id);
  const ended = endSession(call, session, status);
  return answer(c, await sessionJson(call, ended), client);
}

function checkMember(call: Call, session: Session, organizationId: string | null): string | null {
  if (organizationId && !findMembership(call, organizationId, session.userId)) {
    throw notFound("Organization not found");
  }
  return organizationId;
}
