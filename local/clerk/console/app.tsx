/** @jsxImportSource hono/jsx */
import { Hono } from "hono";
import { ClerkError } from "../errors.ts";
import type { App, Env } from "../http.ts";
import type { Instance } from "../instance.ts";
import { localOnly } from "../local-guard.ts";
import { addFiles } from "./files.ts";
import { Frame } from "./frame.tsx";
import { consoleHeaders } from "./security.ts";
import { addDeliveries } from "./sections/deliveries.tsx";
import { addDelivery } from "./sections/delivery.tsx";
import { addKeys } from "./sections/keys.tsx";
import { addMail } from "./sections/mail.tsx";
import { addOrganization } from "./sections/organization.tsx";
import { addOrganizations } from "./sections/organizations.tsx";
import { addOverview } from "./sections/overview.tsx";
import { addSessions } from "./sections/sessions.tsx";
import { addSettings } from "./sections/settings/section.tsx";
import { addSnapshots } from "./sections/snapshots.tsx";
import { addUserActions } from "./sections/user-actions.ts";
import { addUser } from "./sections/user.tsx";
import { addUsers } from "./sections/users.tsx";

/** A page for people: who is there, what was sent, and what goes wrong on purpose. Of this machine only. */
export function consoleApp(instance: Instance): App {
  const app: App = new Hono<Env>();
  app.use("/console", consoleHeaders, localOnly);
  app.use("/console/*", consoleHeaders, localOnly);
  app.get("/", localOnly, (c) => c.redirect("/console"));
  addFiles(app);
  addOverview(app, instance);
  addUsers(app, instance);
  addUser(app, instance);
  addUserActions(app, instance);
  addOrganizations(app, instance);
  addOrganization(app, instance);
  addSessions(app, instance);
  addMail(app, instance);
  addDeliveries(app, instance);
  addDelivery(app, instance);
  addSettings(app, instance);
  addKeys(app, instance);
  addSnapshots(app, instance);
  app.all("/console/*", () => {
    throw new ClerkError(404, "resource_not_found", "There is no such page.");
  });
  app.onError((error, c) => {
    // Not what a guard refuses: that page is for nobody to see.
    if (!(error instanceof ClerkError) || error.code === "origin_invalid") throw error;
    const status = error.status === 404 ? 404 : 422;
    return c.html(
      <Frame c={c} instance={instance} title={status === 404 ? "Not found" : "Not done"}>
        <p class="notice danger" role="alert">
          {error.message}
        </p>
        <p>
          <a class="button secondary" href="/console">
            Go to the overview
          </a>
        </p>
      </Frame>,
      status,
    );
  });
  return app;
}
