import { z } from "zod";
import { readBody } from "../body.ts";
import { ClerkError, invalidParam, notFound } from "../errors.ts";
import type { App } from "../http.ts";
import type { Instance } from "../instance.ts";
import { deliveryJson, deliverySummaryJson } from "../serialize/deliveries.ts";

const Status = z.enum(["pending", "delivered", "failed", "dropped"]);

const ListQuery = z.object({
  status: Status.optional(),
  type: z.string().optional(),
  q: z.string().optional(),
  limit: z.coerce.number().int().min(0).max(500).default(50),
  before: z.coerce.number().int().optional(),
});

/** Exactly one way to say which; `since` takes, of the messages from then on, those with one of the states. */
const Which = z.union([
  z.strictObject({ ids: z.array(z.string()).max(5000) }),
  z.strictObject({ failed: z.literal(true) }),
  z.strictObject({
    since: z.number().int(),
    status: z.array(Status).default(["failed", "dropped"]),
  }),
]);

/** The log of webhooks, and what one can do about them: ours alone, like everything under /local. */
export function addDeliveryRoutes(app: App, instance: Instance): void {
  const { webhooks } = instance;

  app.get("/local/deliveries", (c) => {
    const parsed = ListQuery.safeParse(c.req.query());
    if (!parsed.success) throw invalidParam(parsed.error.issues[0]?.path.join(".") || "query");
    const { q, ...query } = parsed.data;
    const found = webhooks.messages.query({ ...query, text: q });
    return c.json({
      ...webhooks.report(),
      deliveries: found.map(deliverySummaryJson),
    });
  });

  app.get("/local/deliveries/:id", (c) => {
    const message = webhooks.messages.get(c.req.param("id"));
    if (!message) throw notFound("Delivery not found");
    return c.json(deliveryJson(message));
  });

  app.post("/local/deliveries/resend", async (c) => {
    const which = await readBody(c, Which);
    checkEnabled(instance);
    const ids = selectIds(instance, which);
    for (const id of ids) webhooks.resend(id);
    return c.json({ resent: ids.length });
  });

  app.post("/local/deliveries/:id/resend", (c) => {
    const message = webhooks.messages.get(c.req.param("id"));
    if (!message) throw notFound("Delivery not found");
    checkEnabled(instance);
    webhooks.resend(message.id);
    return c.json({ resent: 1 });
  });

  app.post("/local/webhooks/enable", (c) => {
    webhooks.enable();
    return c.json(webhooks.report());
  });

  app.post("/local/webhooks/disable", (c) => {
    webhooks.disable();
    return c.json(webhooks.report());
  });

  app.post("/local/webhooks/rotate-secret", (c) => c.json({ secret: webhooks.rotateSecret() }));
}

function selectIds({ webhooks }: Instance, which: z.output<typeof Which>): string[] {
  const { messages } = webhooks;
  if ("ids" in which) {
    for (const id of which.ids) if (!messages.get(id)) throw notFound(`Delivery ${id} not found`);
    return which.ids;
  }
  const wanted = "since" in which ? which.status : ["failed" as const];
  const since = "since" in which ? which.since : 0;
  return messages
    .select((one) => one.createdAt >= since && wanted.includes(one.status))
    .map((one) => one.id);
}

function checkEnabled({ webhooks }: Instance): void {
  if (!webhooks.disabled) return;
  throw new ClerkError(422, "endpoint_disabled", "The endpoint is disabled: enable it first.");
}
