import { z } from "zod";
import { readBody } from "./body.ts";
import { prepareFirstStart } from "./domain/first-start.ts";
import { notFound } from "./errors.ts";
import type { App } from "./http.ts";
import type { Instance } from "./instance.ts";
import { GRACE_PERIOD_SECONDS } from "./keys/keys.ts";
import { readMail } from "./mailbox.ts";
import { addDeliveryRoutes } from "./webhooks/routes.ts";

const RotateKeys = z.object({
  gracePeriodSeconds: z.number().int().min(0).default(GRACE_PERIOD_SECONDS),
});

/** What the real Clerk does not have: the mailbox, the state of deliveries, the settings, and starting over. */
export function addLocalRoutes(app: App, instance: Instance): void {
  // Not for whoever can reach the application: a request through its proxy names itself as one.
  app.use("/local/*", async (c, next) => {
    if (c.req.header("clerk-proxy-url")) throw notFound("Only for this machine.");
    await next();
  });

  app.get("/local/health", (c) => c.json({ ok: true, instance_id: instance.keys.instanceId }));

  app.get("/local/mail", (c) => c.json(readMail(instance, c.req.query("to") ?? null)));

  addDeliveryRoutes(app, instance);

  app.get("/local/settings", (c) => c.json(instance.settings.all()));

  app.patch("/local/settings", async (c) =>
    c.json(instance.settings.change(await readBody(c, z.unknown()))),
  );

  // The dashboard's rotation: tokens are signed with a new key from here on.
  app.post("/local/keys/rotate", async (c) => {
    const { gracePeriodSeconds } = await readBody(c, RotateKeys);
    const now = instance.clock.now();
    const { kid, publicPem } = await instance.keys.rotate(now, gracePeriodSeconds);
    return c.json({
      kid,
      jwtKey: publicPem,
      valid: instance.keys.valid(now).map((one) => one.kid),
    });
  });

  app.post("/local/reset", async (c) => {
    instance.store.clear();
    instance.settings.reload();
    instance.webhooks.reload();
    await prepareFirstStart(instance);
    return c.json({ ok: true });
  });
}
