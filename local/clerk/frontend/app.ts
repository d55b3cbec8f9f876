import { Hono } from "hono";
import { type App, type Env, makeCall, originOf } from "../http.ts";
import type { Instance } from "../instance.ts";
import { outages } from "../outages.ts";
import { addApiKeyRoutes } from "./api-keys.ts";
import { addClientRoutes } from "./client.ts";
import { addDomainRoutes } from "./domains.ts";
import { addHandshakeRoute } from "./handshake.ts";
import { addInvitationRoutes } from "./invitations.ts";
import { addJwksRoute } from "./jwks.ts";
import { addLogoRoutes } from "./logo.ts";
import { addMeEmailRoutes } from "./me-emails.ts";
import { addMeImageRoutes } from "./me-image.ts";
import { addMeOrganizationRoutes } from "./me-organizations.ts";
import { addMeSecondFactorRoutes } from "./me-second-factors.ts";
import { addMeRoutes } from "./me.ts";
import { addMemberRoutes } from "./members.ts";
import { addOrganizationRoutes } from "./organizations.ts";
import { addRequestRoutes } from "./requests.ts";
import { addReverificationRoutes } from "./reverification.ts";
import { addSessionRoutes } from "./sessions.ts";
import { addSignInRoutes } from "./sign-ins.ts";
import { addSignUpRoutes } from "./sign-ups.ts";
import { addTicketRoute } from "./tickets.ts";

/** Clerk's Frontend API: what clerk-js and the components call from the browser. */
export function frontendApi(instance: Instance): App {
  const app: App = new Hono<Env>();
  app.use(outages(instance, "frontendApi", ""));
  app.use(async (c, next) => {
    c.set("call", makeCall(c, instance, originOf(c, instance)));
    await next();
  });
  addHandshakeRoute(app);
  addJwksRoute(app);
  addClientRoutes(app);
  addSessionRoutes(app);
  addReverificationRoutes(app);
  addSignUpRoutes(app);
  addSignInRoutes(app);
  addTicketRoute(app);
  addMeRoutes(app);
  addMeEmailRoutes(app);
  addMeImageRoutes(app);
  addMeSecondFactorRoutes(app);
  addMeOrganizationRoutes(app);
  addOrganizationRoutes(app);
  addMemberRoutes(app);
  addInvitationRoutes(app);
  addLogoRoutes(app);
  addDomainRoutes(app);
  addRequestRoutes(app);
  addApiKeyRoutes(app);
  return app;
}
