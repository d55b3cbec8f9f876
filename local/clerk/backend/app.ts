import { Hono } from "hono";
import { ClerkError } from "../errors.ts";
import { answerErrors, type App, type Env, makeCall } from "../http.ts";
import type { Instance } from "../instance.ts";
import { outages } from "../outages.ts";
import { addApplicationInvitationRoutes } from "./application-invitations.ts";
import { addIdentifierRoutes } from "./identifiers.ts";
import { addInstanceRoutes } from "./instance.ts";
import { addInvitationRoutes } from "./invitations.ts";
import { addJwtTemplateRoutes } from "./jwt-templates.ts";
import { addMembershipRoutes } from "./memberships.ts";
import { addOrganizationRoutes } from "./organizations.ts";
import { addRedirectUrlRoutes } from "./redirect-urls.ts";
import { addSessionRoutes } from "./sessions.ts";
import { addTicketRoutes } from "./tickets.ts";
import { addUserSecurityRoutes } from "./user-security.ts";
import { addUserRoutes } from "./users.ts";
import { addWaitlistRoutes } from "./waitlist-entries.ts";

/** Clerk's Backend API: what `clerkClient()` and the SDKs' servers call, with the secret key. */
export function backendApi(instance: Instance): App {
  const app: App = new Hono<Env>();
  answerErrors(app, instance);
  app.use(outages(instance, "backendApi", "/bapi"));
  app.use(async (c, next) => {
    if (c.req.header("authorization") !== `Bearer ${instance.keys.secretKey}`) {
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
  addJwtTemplateRoutes(app);
  addTicketRoutes(app);
  addIdentifierRoutes(app);
  addRedirectUrlRoutes(app);
  addApplicationInvitationRoutes(app);
  addWaitlistRoutes(app);
  addInstanceRoutes(app);
  return app;
}
