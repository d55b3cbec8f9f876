import { createHash } from "node:crypto";
import { invalidParam, missingParam, notFound } from "../errors.ts";
import { newId, newSecret } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import type { OAuthApplication } from "../model/oauth.ts";

export interface OAuthApplicationFields {
  name: string;
  redirectUris: readonly string[];
  scopes: string;
}

/** The secret is in this answer alone: only its hash is kept. */
export function createOAuthApplication(
  call: Call,
  fields: OAuthApplicationFields,
  isPublic: boolean,
): { application: OAuthApplication; secret: string | undefined } {
  checkFields(fields);
  const now = call.clock.tick();
  const secret = isPublic ? undefined : newSecret("oas");
  const application = call.store.oauthApplications.put({
    ...fields,
    id: newId("oa"),
    clientId: newSecret("client"),
    clientSecretHash: secret === undefined ? null : hashSecret(secret),
    createdAt: now,
    updatedAt: now,
  });
  return { application, secret };
}

export function getOAuthApplication(
  instance: Pick<Instance, "store">,
  id: string,
): OAuthApplication {
  const application = instance.store.oauthApplications.get(id);
  if (!application) throw notFound(`No OAuth application was found with id ${id}`);
  return application;
}

export function changeOAuthApplication(
  call: Call,
  application: OAuthApplication,
  fields: OAuthApplicationFields & { isPublic: boolean },
): OAuthApplication {
  const { isPublic, ...rest } = fields;
  checkFields(rest);
  return call.store.oauthApplications.put({
    ...application,
    ...rest,
    clientSecretHash: isPublic ? null : application.clientSecretHash,
    updatedAt: call.clock.tick(),
  });
}

export function rotateClientSecret(
  call: Call,
  application: OAuthApplication,
): { application: OAuthApplication; secret: string } {
  const secret = newSecret("oas");
  const clientSecretHash = hashSecret(secret);
  const updatedAt = call.clock.tick();
  const rotated = { ...application, clientSecretHash, updatedAt };
  return { application: call.store.oauthApplications.put(rotated), secret };
}

/** With the access that people gave to it. */
export function deleteOAuthApplication(call: Call, application: OAuthApplication): void {
  const { oauthApplications, oauthAccessTokens } = call.store;
  for (const token of oauthAccessTokens.values()) {
    if (token.applicationId === application.id) oauthAccessTokens.delete(token.id);
  }
  oauthApplications.delete(application.id);
}

function checkFields({ name, redirectUris }: OAuthApplicationFields): void {
  if (!name.trim()) throw missingParam("name");
  if (name.length > 256) throw invalidParam("name", "should not exceed 256 characters.");
  const wrong = redirectUris.find((uri) => !URL.canParse(uri));
  if (wrong !== undefined) throw invalidParam("redirect_uris", `${wrong} is not an address.`);
}

/** A secret is long and random, so one round of a hash keeps it as well as a slow one would. */
function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
