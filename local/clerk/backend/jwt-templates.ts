import { z } from "zod";
import { MetadataSchema, readBody } from "../body.ts";
import {
  changeJwtTemplate,
  createJwtTemplate,
  getJwtTemplate,
  type JwtTemplateFields,
} from "../domain/jwt-templates.ts";
import { missingParam } from "../errors.ts";
import type { App } from "../http.ts";
import { type JwtTemplate, SIGNING_ALGORITHMS } from "../model/jwt-templates.ts";
import { paginate, sortBy } from "../pages.ts";
import { jwtTemplateJson } from "../serialize/jwt-templates.ts";

const LIFETIME_SECONDS = 60;
const CLOCK_SKEW_SECONDS = 5;

const Template = z.object({
  name: z.string(),
  claims: MetadataSchema,
  lifetime: z.number().int().min(30).max(315_360_000).nullish(),
  allowed_clock_skew: z.number().int().min(0).max(300).nullish(),
  custom_signing_key: z.boolean().nullish(),
  signing_algorithm: z.enum(SIGNING_ALGORITHMS).nullish(),
  signing_key: z.string().nullish(),
});

export function addJwtTemplateRoutes(app: App): void {
  app.get("/v1/jwt_templates", (c) => {
    const all = sortBy(c, c.get("call").store.jwtTemplates.values(), {
      created_at: (one) => one.createdAt,
      name: (one) => one.name,
    });
    const page = paginate(c, all, jwtTemplateJson);
    return c.json(c.req.query("paginated") === "true" ? page : page.data);
  });

  app.post("/v1/jwt_templates", async (c) => {
    const body = await readBody(c, Template);
    const template = await createJwtTemplate(c.get("call"), {
      name: body.name,
      claims: body.claims,
      lifetime: body.lifetime ?? LIFETIME_SECONDS,
      allowedClockSkew: body.allowed_clock_skew ?? CLOCK_SKEW_SECONDS,
      customKey: customKeyOf(body, null) ?? null,
    });
    return c.json(jwtTemplateJson(template));
  });

  app.get("/v1/jwt_templates/:id", (c) =>
    c.json(jwtTemplateJson(getJwtTemplate(c.get("call"), c.req.param("id")))),
  );

  app.patch("/v1/jwt_templates/:id", async (c) => {
    const call = c.get("call");
    const template = getJwtTemplate(call, c.req.param("id"));
    const body = await readBody(c, Template.partial());
    const changes: Partial<JwtTemplateFields> = {};
    const customKey = customKeyOf(body, template);
    if (body.name !== undefined) changes.name = body.name;
    if (body.claims !== undefined) changes.claims = body.claims;
    if (body.lifetime) changes.lifetime = body.lifetime;
    if (body.allowed_clock_skew !== undefined && body.allowed_clock_skew !== null) {
      changes.allowedClockSkew = body.allowed_clock_skew;
    }
    if (customKey !== undefined) changes.customKey = customKey;
    return c.json(jwtTemplateJson(await changeJwtTemplate(call, template, changes)));
  });

  app.delete("/v1/jwt_templates/:id", (c) => {
    const call = c.get("call");
    const { id } = getJwtTemplate(call, c.req.param("id"));
    call.store.jwtTemplates.delete(id);
    return c.json({ object: "jwt_template", id, deleted: true });
  });
}

/** undefined: as it was. A key that is known already may be left out when only the algorithm changes. */
function customKeyOf(
  body: Partial<z.output<typeof Template>>,
  old: JwtTemplate | null,
): JwtTemplate["customKey"] | undefined {
  if (body.custom_signing_key === undefined || body.custom_signing_key === null) return undefined;
  if (!body.custom_signing_key) return null;
  const algorithm = body.signing_algorithm ?? old?.customKey?.algorithm;
  const key = body.signing_key || old?.customKey?.key;
  if (!algorithm) throw missingParam("signing_algorithm");
  if (!key) throw missingParam("signing_key");
  return { algorithm, key };
}
