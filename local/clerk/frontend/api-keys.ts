import type { Context } from "hono";
import { z } from "zod";
import { readBody } from "../body.ts";
import { apiKeysOf, createApiKey, getApiKey, isUsable, revokeApiKey } from "../domain/api-keys.ts";
import { findMembership } from "../domain/memberships.ts";
import { ClerkError, forbidden, missingParam, notFound } from "../errors.ts";
import type { App, Env } from "../http.ts";
import type { Call } from "../instance.ts";
import type { User } from "../model/users.ts";
import { paginate } from "../pages.ts";
import { permissionsOf } from "../roles.ts";
import { apiKeyJson } from "../serialize/api-keys.ts";
import { requireBearer } from "./bearer.ts";

const READ = "org:sys_api_keys:read";
const MANAGE = "org:sys_api_keys:manage";

const CreateApiKey = z.object({
  name: z.string(),
  subject: z.string(),
  description: z.string().nullish(),
  seconds_until_expiration: z.number().nullish(),
});

const RevokeApiKey = z.object({ revocation_reason: z.string().nullish() });

/**
 * The keys of the signed-in person, or of an organization. Unlike the rest of this API it speaks JSON, knows the person
 * by the session token, and has no version in its paths.
 */
export function addApiKeyRoutes(app: App): void {
  app.get("/api_keys", async (c) => {
    const call = c.get("call");
    const { user } = await requireBearer(c);
    const subject = c.req.query("subject");
    if (!subject) throw missingParam("subject");
    checkSubject(call, user, subject, READ);
    const query = c.req.query("query")?.toLowerCase() ?? "";
    const keys = apiKeysOf(call, subject).filter(
      (one) => isUsable(call, one) && one.name.toLowerCase().includes(query),
    );
    return c.json(paginate(c, keys, (one) => apiKeyJson(call, one)));
  });

  app.post("/api_keys", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateApiKey);
    const { user } = await requireBearer(c);
    checkSubject(call, user, body.subject, MANAGE);
    checkName(call, body.subject, body.name);
    const { key, secret } = createApiKey(call, {
      name: body.name,
      subject: body.subject,
      description: body.description ?? null,
      createdBy: user.id,
      secondsUntilExpiration: body.seconds_until_expiration ?? null,
    });
    return c.json(apiKeyJson(call, key, secret));
  });

  app.post("/api_keys/:id/revoke", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, RevokeApiKey);
    const { user } = await requireBearer(c);
    const key = ownKey(c, user, c.req.param("id"));
    return c.json(apiKeyJson(call, revokeApiKey(call, key, body.revocation_reason ?? null)));
  });
}

/** Of a key that is somebody else's, nobody learns that it is there. */
function ownKey(c: Context<Env>, user: User, id: string) {
  const call = c.get("call");
  const key = getApiKey(call, id);
  if (key.subject !== user.id && !findMembership(call, key.subject, user.id)) {
    throw notFound("API key not found");
  }
  checkSubject(call, user, key.subject, MANAGE);
  return key;
}

/** @throws unless the keys are the person's own, or those of an organization in which the person has the permission */
function checkSubject(call: Call, user: User, subject: string, permission: string): void {
  const { apiKeys } = call.settings.instance;
  const own = subject === user.id;
  if (!(own ? apiKeys.user : apiKeys.organization)) {
    throw forbidden("api_keys_not_enabled", "This instance has these API keys switched off.");
  }
  if (own) return;
  const membership = findMembership(call, subject, user.id);
  if (!membership) {
    const message = "The organization was not found, or you are not a member of it.";
    throw forbidden("organization_not_found_or_unauthorized", message);
  }
  if (!permissionsOf(call, membership.role).includes(permission)) {
    const message = "You do not have the permission for this in the organization.";
    throw forbidden("missing_required_permission", message);
  }
}

/** The components say of this code that the name is taken. */
function checkName(call: Call, subject: string, name: string): void {
  const taken = apiKeysOf(call, subject).some(
    (one) => isUsable(call, one) && one.name === name.trim(),
  );
  if (taken) throw new ClerkError(409, "token_creation_conflict", "API Key name already exists.");
}
