import { type Context, Hono } from "hono";
import { findMachineBySecret } from "../domain/machines.ts";
import { ClerkError } from "../errors.ts";
import { answerErrors, type App, bearerOf, type Env, makeCall } from "../http.ts";
import type { Instance } from "../instance.ts";
import { outages } from "../outages.ts";
import { addApplicationInvitationRoutes } from "./application-invitations.ts";
import { addClientRoutes } from "./clients.ts";
import { addEmailAddressRoutes } from "./email-addresses.ts";
import { addIdentifierRoutes } from "./identifiers.ts";
import { addApiKeyRoutes } from "./api-keys.ts";
import { addInstanceSettingsRoutes } from "./instance-settings.ts";
import { addInstanceRoutes } from "./instance.ts";
import { addInvitationRoutes } from "./invitations.ts";
import { addJwtTemplateRoutes } from "./jwt-templates.ts";
import { addM2mTokenRoutes, M2M_PATH } from "./m2m-tokens.ts";
import { addMachineRoutes } from "./machines.ts";
import { addMembershipRoutes } from "./memberships.ts";
import { addOAuthRoutes } from "./oauth.ts";
import { addOrganizationDomainRoutes } from "./organization-domains.ts";
import { addOrganizationRoutes } from "./organizations.ts";
import { addRedirectUrlRoutes } from "./redirect-urls.ts";
import { addSessionRoutes } from "./sessions.ts";
import { addSignUpRoutes } from "./sign-ups.ts";
import { addTicketRoutes } from "./tickets.ts";
import { addUserSecurityRoutes } from "./user-security.ts";
import { addUserRoutes } from "./users.ts";
import { addWaitlistRoutes } from "./waitlist-entries.ts";
import { addWebhookRoutes } from "./webhooks.ts";

/** Clerk's Backend API: what `clerkClient()` and the SDKs' servers call, with the secret key. */
export function backendApi(instance: Instance): App {
  const app: App = new Hono<Env>();
  answerErrors(app, instance);
  app.use(outages(instance, "backendApi", "/bapi"));
  app.use(async (c, next) => {
    if (bearerOf(c) !== instance.keys.secretKey && !isMachine(c, instance)) {
      const message = "The provided Clerk Secret Key is invalid.";
      throw new ClerkError(401, "clerk_key_invalid", message);
    }
    c.set("call", makeCall(c, instance, null));
    await next();
  });
  addUserRoutes(app);
  addUserSecurityRoutes(app);
  addOrganizationRoutes(app);
  addMembershipRoutes(app);
  addInvitationRoutes(app);
  addSessionRoutes(app);
  addSignUpRoutes(app);
  addJwtTemplateRoutes(app);
  addTicketRoutes(app);
  addIdentifierRoutes(app);
  addRedirectUrlRoutes(app);
  addApplicationInvitationRoutes(app);
  addWaitlistRoutes(app);
  addWebhookRoutes(app);
  addApiKeyRoutes(app);
  addMachineRoutes(app);
  addM2mTokenRoutes(app);
  addOAuthRoutes(app);
  addClientRoutes(app);
  addEmailAddressRoutes(app);
  addInstanceSettingsRoutes(app);
  addOrganizationDomainRoutes(app);
  addInstanceRoutes(app);
  return app;
}

/** Machines have keys of their own, which open the way to their tokens and to nothing else. */
function isMachine(c: Context, instance: Instance): boolean {
  const path = c.req.path.replace(/^\/bapi/, "");
  if (path !== M2M_PATH && !path.startsWith(`${M2M_PATH}/`)) return false;
  return findMachineBySecret(instance, bearerOf(c)) !== undefined;
}
