import type { WebhooksSvixJSON } from "@clerk/backend";
import { ClerkError } from "../errors.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";

/** The Svix app through which webhooks go. There is one from the beginning; its dashboard is the console's log. */
export function addWebhookRoutes(app: App): void {
  app.post("/v1/webhooks/svix", (c) => {
    const call = c.get("call");
    if (call.settings.webhooks.svixApp) {
      const message = "A Svix app is already associated with the current instance.";
      throw new ClerkError(400, "svix_app_exists", message);
    }
    call.settings.change({ webhooks: { svixApp: true } });
    return c.json(dashboard(call));
  });

  app.delete("/v1/webhooks/svix", (c) => {
    const call = c.get("call");
    requireApp(call);
    call.settings.change({ webhooks: { svixApp: false } });
    return c.body(null, 204);
  });

  app.post("/v1/webhooks/svix_url", (c) => {
    const call = c.get("call");
    requireApp(call);
    return c.json(dashboard(call));
  });
}

function requireApp(call: Call): void {
  if (call.settings.webhooks.svixApp) return;
  const message = "No Svix apps are associated with the current instance.";
  throw new ClerkError(400, "svix_app_missing", message);
}

function dashboard(call: Call): WebhooksSvixJSON {
  return { svix_url: `${call.config.url}/console/deliveries` };
}
