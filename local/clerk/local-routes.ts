import { z } from "zod";
import { readBody } from "./body.ts";
import type { App } from "./http.ts";
import type { Instance } from "./instance.ts";
import { factorAges } from "./domain/sessions.ts";
import { notFound } from "./errors.ts";
import { createOAuthAccessToken, mintOAuthJwt } from "./domain/oauth-access-tokens.ts";
import { GRACE_PERIOD_SECONDS } from "./keys/keys.ts";
import { localOnly } from "./local-guard.ts";
import { readMail } from "./mailbox.ts";
import { addSeedRoutes } from "./seed/routes.ts";
import { reset, restoreSnapshot, saveSnapshot } from "./starting-over.ts";
import { addDeliveryRoutes } from "./webhooks/routes.ts";

/** What an authorization in the browser would come to. */
const IssueOAuthToken = z.object({
  applicationId: z.string(),
  userId: z.string(),
  scopes: z.array(z.string()).default([]),
  audience: z.array(z.string()).nullable().default(null),
  format: z.enum(["opaque", "jwt"]).default("opaque"),
  expiresInSeconds: z
    .number()
    .int()
    .min(1)
    .max(315_360_000)
    .default(24 * 3600),
});

const Age = z.object({ minutes: z.number().min(0) });

const RotateKeys = z.object({
  gracePeriodSeconds: z.number().int().min(0).default(GRACE_PERIOD_SECONDS),
});

/** What the real Clerk does not have: the mailbox, the state of deliveries, the settings, and starting over. */
export function addLocalRoutes(app: App, instance: Instance): void {
  app.use("/local/*", localOnly);

  app.get("/local/health", (c) => c.json({ ok: true, instance_id: instance.keys.instanceId }));

  app.get("/local/mail", (c) => c.json(readMail(instance, c.req.query("to") ?? null)));

  addDeliveryRoutes(app, instance);

  app.get("/local/settings", (c) => c.json(instance.settings.all()));

  app.patch("/local/settings", async (c) =>
    c.json(instance.settings.change(await readBody(c, z.unknown()))),
  );

  // As if the person had proven who they are that long ago, by each factor that they were asked for.
  app.post("/local/sessions/:id/factor_age", async (c) => {
    const { minutes } = await readBody(c, Age);
    const session = instance.store.sessions.get(c.req.param("id"));
    if (!session) throw notFound("Session not found");
    const at = instance.clock.now() - minutes * 60_000;
    const secondFactorAt = session.secondFactorAt == null ? null : at;
    const aged = instance.store.sessions.put({ ...session, firstFactorAt: at, secondFactorAt });
    return c.json({ id: aged.id, factor_verification_age: factorAges(instance, aged) });
  });

  app.post("/local/oauth_access_tokens", async (c) => {
    const { format, expiresInSeconds, ...input } = await readBody(c, IssueOAuthToken);
    const wanted = { ...input, lifetimeSeconds: expiresInSeconds };
    const mint = format === "jwt" ? mintOAuthJwt : createOAuthAccessToken;
    return c.json(await mint(instance, wanted));
  });

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

  addSeedRoutes(app, instance);

  app.post("/local/reset", async (c) => {
    await reset(instance);
    return c.json({ ok: true });
  });

  app.get("/local/snapshots", (c) => c.json({ snapshots: instance.snapshots.list() }));

  app.post("/local/snapshots/:name", (c) =>
    c.json(saveSnapshot(instance, c.req.param("name")), 201),
  );

  app.delete("/local/snapshots/:name", (c) => {
    instance.snapshots.delete(c.req.param("name"));
    return c.json({ ok: true });
  });

  app.post("/local/snapshots/:name/restore", (c) =>
    c.json({ records: restoreSnapshot(instance, c.req.param("name")) }),
  );
}
