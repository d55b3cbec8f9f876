import { randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import { ISSUER } from "../config.ts";
import { signingKeyOf } from "../domain/jwt-templates.ts";
import type { Call } from "../instance.ts";
import type { JwtTemplate } from "../model/jwt-templates.ts";
import type { Session } from "../model/sessions.ts";
import { fillClaims } from "./shortcodes.ts";
import { activeOrganization, sourcesOf } from "./sources.ts";

/** Not a session token's category: the SDKs do not take a template's token for a session. */
const TEMPLATE_CATEGORY = "cl_B7d4PD222AAA";

/** A token that says what the template asks for about whoever the session belongs to. */
export function mintTemplateToken(
  call: Call,
  session: Session,
  template: JwtTemplate,
  lifetimeSeconds = template.lifetime,
): Promise<string> {
  const active = activeOrganization(call, session, session.lastActiveOrganizationId);
  const now = call.clock.seconds();
  const { header, key } = signingKeyOf(call, template);
  return new SignJWT({
    ...fillClaims(template.claims, sourcesOf(call, session, active)),
    ...(call.origin ? { azp: call.origin } : {}),
    exp: now + lifetimeSeconds,
    iat: now,
    iss: ISSUER,
    jti: randomBytes(10).toString("hex"),
    nbf: now - template.allowedClockSkew,
    sub: session.userId,
  })
    .setProtectedHeader({ ...header, cat: TEMPLATE_CATEGORY, typ: "JWT" })
    .sign(key);
}
