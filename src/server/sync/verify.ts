import { Webhook, WebhookVerificationError } from "svix";
import { z } from "zod";
import { storable } from "./storable";

/** What a sender did wrong, with a stable code; says nothing of the secret or the body. */
export class DeliveryFault extends Error {
  override readonly name = "DeliveryFault";
  constructor(
    readonly code:
      | "missing_headers"
      | "bad_id"
      | "bad_signature"
      | "bad_timestamp"
      | "bad_content_type"
      | "bad_body"
      | "too_large"
      | "too_slow",
    readonly status: 400 | 408 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

/** Clerk's envelope. Ordering needs its `timestamp`, which the SDK's own verifyWebhook drops. */
export const Envelope = z.object({
  object: z.literal("event"),
  type: z.string().min(1).max(120),
  timestamp: z.number().int().nonnegative(),
  instance_id: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof Envelope>;

export interface Delivery {
  /** The svix-id: the same at every attempt. */
  readonly id: string;
  readonly envelope: Envelope;
}

/** A header that was sent twice arrives as both values with a comma between: none of these forms holds such a pair. */
const idForm = /^[\w.-]{1,128}$/;
const timestampForm = /^\d{1,12}$/;
/** Several signatures stand apart by spaces, each after its version. */
const signatureForm = /^v\w+,[^\s,]+(?: v\w+,[^\s,]+)*$/;

/**
 * Verifies the signature over the raw bytes (re-serialised JSON would reject genuine deliveries), then reads the envelope.
 * @param secrets one, or while rotating two; any that fits will do.
 * @throws DeliveryFault
 */
export function verifyDelivery(
  headers: Headers,
  body: Buffer,
  secrets: readonly string[],
): Delivery {
  const id = headers.get("svix-id");
  const timestamp = headers.get("svix-timestamp");
  const signature = headers.get("svix-signature");
  if (!id || !timestamp || !signature) {
    throw new DeliveryFault(
      "missing_headers",
      400,
      "svix-id, svix-timestamp and svix-signature are required.",
    );
  }
  if (!idForm.test(id)) throw new DeliveryFault("bad_id", 400, "svix-id has an unknown form.");
  // svix reads "300, 400" and "300x" as 300.
  if (!timestampForm.test(timestamp)) throw badTimestamp();
  if (!signatureForm.test(signature)) throw badSignature();
  const signed = { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature };
  verifyAny(body, signed, secrets);
  const envelope = Envelope.safeParse(storable(parseJson(body)));
  if (!envelope.success)
    throw new DeliveryFault("bad_body", 400, "The body is not an event envelope.");
  return { id, envelope: envelope.data };
}

function verifyAny(
  body: Buffer,
  headers: Record<string, string>,
  secrets: readonly string[],
): void {
  let timestampFault = false;
  for (const secret of secrets) {
    try {
      // Signature and tolerance (5 minutes) are svix's; it parses JSON too, and what it makes of it is not used.
      new Webhook(secret).verify(body, headers);
      return;
    } catch (error) {
      if (error instanceof SyntaxError) return; // Verified, but not JSON: reported below by its own code.
      if (!(error instanceof WebhookVerificationError)) throw error;
      if (/timestamp/i.test(error.message)) timestampFault = true;
    }
  }
  throw timestampFault ? badTimestamp() : badSignature();
}

function badTimestamp(): DeliveryFault {
  const message = "svix-timestamp is too old, too new or malformed.";
  return new DeliveryFault("bad_timestamp", 400, message);
}

function badSignature(): DeliveryFault {
  return new DeliveryFault("bad_signature", 400, "The signature does not fit.");
}

/** A byte order mark is no part of the text, and signed like the rest. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new DeliveryFault("bad_body", 400, "The body is not JSON.");
  }
}
