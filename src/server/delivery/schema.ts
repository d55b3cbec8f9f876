import { z } from "zod";
import { deliverySources, deliveryStatuses, lagSpans } from "@/src/access/deliveries";
import { DeliveryId } from "@/src/access/ids";
import { PageInput, pageOf } from "@/src/server/page";

/** As far as Postgres and a browser's field agree on times. */
const time = z.iso.datetime().refine((at) => Date.parse(at) >= 0);

export const DeliveryFilter = z.strictObject({
  status: z.enum(deliveryStatuses).optional(),
  source: z.enum(deliverySources).optional(),
  /** The whole type, or how it begins. */
  type: z
    .string()
    .regex(/^[\w.]{1,120}$/)
    .optional(),
  /** Of whom it speaks, or its own id. */
  subject: z
    .string()
    .regex(/^[\w-]{1,80}$/)
    .optional(),
  from: time.optional(),
  to: time.optional(),
});
export const ListDeliveries = PageInput.extend(DeliveryFilter.shape);

export const Delivery = z.object({
  id: z.string(),
  type: z.string(),
  source: z.enum(deliverySources),
  status: z.enum(deliveryStatuses),
  subjects: z.array(z.string()),
  attempts: z.number(),
  error: z.string().nullable(),
  receivedAt: z.date(),
  processedAt: z.date().nullable(),
  /** From Clerk's own time to when it was applied; null where either is not known. Milliseconds. */
  lag: z.number().nullable(),
});
export const DeliveryPage = pageOf(Delivery);

export const OneDelivery = z.strictObject({ id: DeliveryId });
export const DeliveryDetail = Delivery.extend({
  instanceId: z.string().nullable(),
  /** Clerk's own time of it. */
  sentAt: z.date().nullable(),
  lastAttemptAt: z.date(),
  reducedAt: z.date().nullable(),
  /** As JSON, with what is personal hidden. */
  payload: z.string(),
  /** How many values are. */
  hidden: z.number(),
});
/** The payload as it is stored, as JSON. The id is what the audit row is about. */
export const RevealedDelivery = z.object({ id: z.string(), payload: z.string() });

/** What became of it, the delivery itself says afterwards. */
export const ReplayedDelivery = z.object({ id: z.string() });

// Guarantee: the keys of a literal that is not empty.
const spans = Object.keys(lagSpans) as [keyof typeof lagSpans];
export const LagInput = z.strictObject({ span: z.enum(spans).default("day") });
export const Lag = z.object({
  /** The oldest first. */
  hours: z.array(
    z.object({
      hour: z.date(),
      received: z.number(),
      processed: z.number(),
      median: z.number().nullable(),
      slowest: z.number().nullable(),
      waiting: z.number(),
    }),
  ),
  /** Of all deliveries, whenever they came. */
  failed: z.number(),
  rejected: z.number(),
  oldestFailed: z.date().nullable(),
  /** Changes at Clerk of which nobody knows yet whether they were made. */
  openCommands: z.number(),
});
