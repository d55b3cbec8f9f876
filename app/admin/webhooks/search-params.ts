import { z } from "zod";
import { deliverySources, deliveryStatuses } from "@/src/access/deliveries";
import { instant } from "@/src/ui/admin/webhooks/address";
import { After, Text } from "../search-params";

/** As a browser's field writes it. */
const time = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
  .refine((text) => instant(text) !== null)
  .or(z.literal(""))
  .default("");

/** What delivery.list narrows by, under the names that the address has for it, and the span of the chart. */
export const WebhooksSearch = z.object({
  status: z.enum(deliveryStatuses).nullable().default(null),
  source: z.enum(deliverySources).nullable().default(null),
  type: Text,
  subject: Text,
  from: time,
  to: time,
  span: z.enum(["day", "week"]).default("day"),
  after: After,
});
