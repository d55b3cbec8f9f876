import { z } from "zod";
import { MetadataSchema, readBody } from "../body.ts";
import {
  apiKeysOf,
  changeApiKey,
  createApiKey,
  findApiKeyBySecret,
  getApiKey,
  isUsable,
  markUsed,
  revokeApiKey,
  secretOf,
} from "../domain/api-keys.ts";
import { formError, missingParam, notFound } from "../errors.ts";
import type { App } from "../http.ts";
import { paginate } from "../pages.ts";
import { apiKeyJson } from "../serialize/api-keys.ts";

const Fields = z.object({
  subject: z.string(),
  description: z.string().nullish(),
  claims: MetadataSchema.nullish(),
  scopes: z.array(z.string()).optional(),
  seconds_until_expiration: z.number().nullish(),
});

const CreateApiKey = Fields.extend({ name: z.string(), created_by: z.string().nullish() });

/** These have no version in their path. */
export function addApiKeyRoutes(app: App): void {
  app.get("/api_keys", (c) => {
    const call = c.get("call");
    const subject = c.req.query("subject");
    if (!subject) throw missingParam("subject");
    const all = c.req.query("include_invalid") === "true";
    const keys = apiKeysOf(call, subject).filter((one) => all || isUsable(call, one));
    return c.json(paginate(c, keys, (one) => apiKeyJson(call, one)));
  });

  app.post("/api_keys", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateApiKey);
    const { key, secret } = createApiKey(call, {
      name: body.name,
      subject: body.subject,
      description: body.description ?? null,
      claims: body.claims ?? null,
      scopes: body.scopes ?? [],
      createdBy: body.created_by ?? null,
      secondsUntilExpiration: body.seconds_until_expiration ?? null,
    });
    return c.json(apiKeyJson(call, key, secret));
  });

  // 404, because it is what the SDK takes for a key that is no good.
  app.post("/api_keys/verify", async (c) => {
    const call = c.get("call");
    const { secret } = await readBody(c, z.object({ secret: z.string() }));
    const key = findApiKeyBySecret(call, secret);
    if (!key || !isUsable(call, key)) throw notFound("API key not found");
    return c.json(apiKeyJson(call, markUsed(call, key)));
  });

  app.get("/api_keys/:id", (c) => {
    const call = c.get("call");
    return c.json(apiKeyJson(call, getApiKey(call, c.req.param("id"))));
  });

  app.patch("/api_keys/:id", async (c) => {
    const call = c.get("call");
    const key = getApiKey(call, c.req.param("id"));
    const { subject, seconds_until_expiration, ...body } = await readBody(c, Fields);
    if (subject !== key.subject) {
      throw formError("form_param_value_invalid", "The key has another subject.", "subject");
    }
    const changed = changeApiKey(call, key, {
      description: body.description === undefined ? key.description : body.description,
      claims: body.claims === undefined ? key.claims : body.claims,
      scopes: body.scopes ?? key.scopes,
      ...(seconds_until_expiration === undefined
        ? {}
        : { secondsUntilExpiration: seconds_until_expiration }),
    });
    return c.json(apiKeyJson(call, changed));
  });

  app.delete("/api_keys/:id", (c) => {
    const call = c.get("call");
    const { id } = getApiKey(call, c.req.param("id"));
    call.store.apiKeys.delete(id);
    return c.json({ object: "api_key", id, deleted: true });
  });

  app.post("/api_keys/:id/revoke", async (c) => {
    const call = c.get("call");
    const key = getApiKey(call, c.req.param("id"));
    const body = await readBody(c, z.object({ revocation_reason: z.string().nullish() }));
    return c.json(apiKeyJson(call, revokeApiKey(call, key, body.revocation_reason ?? null)));
  });

  app.get("/api_keys/:id/secret", (c) => {
    const call = c.get("call");
    return c.json({ secret: secretOf(call, getApiKey(call, c.req.param("id"))) });
  });
}
