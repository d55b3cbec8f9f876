import type { JwtTemplate } from "../model/jwt-templates.ts";

/** Without the signing key, which never leaves. */
export function jwtTemplateJson(template: JwtTemplate) {
  return {
    object: "jwt_template",
    id: template.id,
    name: template.name,
    claims: template.claims,
    lifetime: template.lifetime,
    allowed_clock_skew: template.allowedClockSkew,
    custom_signing_key: template.customKey !== null,
    signing_algorithm: template.customKey?.algorithm ?? "RS256",
    created_at: template.createdAt,
    updated_at: template.updatedAt,
  };
}
