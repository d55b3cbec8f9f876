import type { Instance } from "../instance.ts";
import type { OAuthAccessToken, OAuthApplication } from "../model/oauth.ts";

/** The secret is there only in the answers to its creation and its rotation. */
export function oauthApplicationJson(
  { config, keys }: Pick<Instance, "config" | "keys">,
  application: OAuthApplication,
  secret?: string,
) {
  return {
    object: "oauth_application",
    id: application.id,
    instance_id: keys.instanceId,
    name: application.name,
    client_id: application.clientId,
    client_uri: null,
    client_image_url: null,
    dynamically_registered: false,
    consent_screen_enabled: true,
    pkce_required: application.clientSecretHash === null,
    public: application.clientSecretHash === null,
    scopes: application.scopes,
    redirect_uris: [...application.redirectUris],
    authorize_url: `${config.url}/oauth/authorize`,
    token_fetch_url: `${config.url}/oauth/token`,
    user_info_url: `${config.url}/oauth/userinfo`,
    discovery_url: `${config.url}/.well-known/openid-configuration`,
    token_introspection_url: `${config.url}/oauth/token_info`,
    created_at: application.createdAt,
    updated_at: application.updatedAt,
    ...(secret === undefined ? {} : { client_secret: secret }),
  };
}

export function oauthAccessTokenJson({ clock }: Pick<Instance, "clock">, token: OAuthAccessToken) {
  return {
    object: "clerk_idp_oauth_access_token",
    id: token.id,
    client_id: token.clientId,
    type: "oauth_token",
    subject: token.userId,
    scopes: [...token.scopes],
    revoked: token.revoked,
    revocation_reason: null,
    expired: token.expiresAt <= clock.now(),
    expiration: token.expiresAt,
    created_at: token.createdAt,
    updated_at: token.updatedAt,
    ...(token.audience ? { aud: [...token.audience] } : {}),
  };
}
