import { createClient } from "../domain/sessions.ts";
import type { App } from "../http.ts";
import { environmentJson } from "../serialize/environment.ts";
import { clientJson } from "../serialize/session.ts";
import { answerOnly, requireClient } from "./respond.ts";

/** What clerk-js asks for when it starts. */
export function addClientRoutes(app: App): void {
  // Development instances "touch" the environment with PATCH, others read it with GET.
  app.on(["GET", "PATCH"], "/v1/environment", (c) =>
    c.json(environmentJson(c.get("call").config, c.get("call").settings.instance)),
  );

  app.post("/v1/dev_browser", (c) => {
    const client = createClient(c.get("call"));
    return c.json({ id: client.devBrowserToken, client_id: client.id });
  });

  app.get("/v1/client", async (c) => {
    const client = requireClient(c);
    return answerOnly(c, await clientJson(c.get("call"), client));
  });
}
