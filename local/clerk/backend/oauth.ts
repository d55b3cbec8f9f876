import { z } from "zod";
import { readBody } from "../body.ts";
import { revokeOAuthAccessToken, verifyOAuthAccessToken } from "../domain/oauth-access-tokens.ts";
import {
  changeOAuthApplication,
  createOAuthApplication,
  deleteOAuthApplication,
  getOAuthApplication,
  rotateClientSecret,
} from "../domain/oauth-applications.ts";
import type { App } from "../http.ts";
import { paginate, sortBy } from "../pages.ts";
import { oauthAccessTokenJson, oauthApplicationJson } from "../serialize/oauth.ts";

const DEFAULT_SCOPES = "profile email";

const Application = z.object({
  name: z.string(),
  redirect_uris: z.array(z.string()).nullish(),
  scopes: z.string().nullish(),
  public: z.boolean().nullish(),
});

export function addOAuthRoutes(app: App): void {
  // This one has no version in its path.
  app.post("/oauth_applications/access_tokens/verify", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, z.object({ access_token: z.string() }));
    return c.json(oauthAccessTokenJson(call, verifyOAuthAccessToken(call, body.access_token)));
  });

  app.get("/v1/oauth_applications", (c) => {
    const call = c.get("call");
    const query = c.req.query("name_query") ?? "";
    const found = call.store.oauthApplications.filter(
      (one) => one.clientId === query || one.name.toLowerCase().includes(query.toLowerCase()),
    );
    const sorted = sortBy(c, found, {
      created_at: (one) => one.createdAt,
      name: (one) => one.name,
    });
    return c.json(paginate(c, sorted, (one) => oauthApplicationJson(call, one)));
  });

  app.post("/v1/oauth_applications", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Application);
    const fields = {
      name: body.name,
      redirectUris: body.redirect_uris ?? [],
      scopes: body.scopes ?? DEFAULT_SCOPES,
    };
    const { application, secret } = createOAuthApplication(call, fields, body.public ?? false);
    return c.json(oauthApplicationJson(call, application, secret));
  });

  app.get("/v1/oauth_applications/:id", (c) => {
    const call = c.get("call");
    return c.json(oauthApplicationJson(call, getOAuthApplication(call, c.req.param("id"))));
  });

  app.patch("/v1/oauth_applications/:id", async (c) => {
    const call = c.get("call");
    const old = getOAuthApplication(call, c.req.param("id"));
    const body = await readBody(c, Application.partial());
    const changed = changeOAuthApplication(call, old, {
      name: body.name ?? old.name,
      redirectUris: body.redirect_uris ?? old.redirectUris,
      scopes: body.scopes ?? old.scopes,
      isPublic: body.public ?? old.clientSecretHash === null,
    });
    return c.json(oauthApplicationJson(call, changed));
  });

  app.delete("/v1/oauth_applications/:id", (c) => {
    const call = c.get("call");
    const application = getOAuthApplication(call, c.req.param("id"));
    deleteOAuthApplication(call, application);
    return c.json({ object: "oauth_application", id: application.id, deleted: true });
  });

  app.post("/v1/oauth_applications/:id/rotate_secret", (c) => {
    const call = c.get("call");
    const old = getOAuthApplication(call, c.req.param("id"));
    const { application, secret } = rotateClientSecret(call, old);
    return c.json(oauthApplicationJson(call, application, secret));
  });

  app.post("/v1/oauth_applications/:id/revoke_token", async (c) => {
    const call = c.get("call");
    const { id } = getOAuthApplication(call, c.req.param("id"));
    const { token } = await readBody(c, z.object({ token: z.string() }));
    revokeOAuthAccessToken(call, id, token);
    return c.body(null, 204);
  });
}
