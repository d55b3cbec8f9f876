import { randomUUID } from "node:crypto";
import { env } from "@/src/env";
import { isJson, readBody } from "@/src/server/http/body";
import { chargeAddress } from "@/src/server/http/limit";
import { waitMessage } from "@/src/server/http/refuse";
import { log } from "@/src/server/log";
import { takeDelivery } from "./inbox";
import { DeliveryFault, verifyDelivery } from "./verify";

/** A delivery's body, bytes. */
const bodyLimit = 256 * 1024;
/** As long as the sender itself waits for an answer, milliseconds. */
const bodyWithinMs = 15_000;

/**
 * Clerk's webhook. 2xx only after a durable commit; 4xx, with one code for each fault, for what no retry can mend; 500 for
 * our own failures, so that the sender comes again. `onApplied` hears of what was committed.
 */
export async function receiveDelivery(
  request: Request,
  onApplied: (type: string) => void = ignore,
): Promise<Response> {
  const requestId = randomUUID();
  const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
    Response.json(body, { status, headers: { ...headers, "x-request-id": requestId } });
  try {
    if (!isJson(request))
      throw new DeliveryFault(
        "bad_content_type",
        415,
        "The content type must be application/json, in UTF-8 and not compressed.",
      );
    const body = await readBody(request, bodyLimit, bodyWithinMs);
    if (body === "too_large")
      throw new DeliveryFault("too_large", 413, "The body is larger than 256 KiB.");
    if (body === "too_slow")
      throw new DeliveryFault("too_slow", 408, "The body was not here after 15 seconds.");
    if (body === "bad_input") throw new DeliveryFault("bad_body", 400, "The body breaks off.");
    const delivery = verifyDelivery(request.headers, body, env().CLERK_WEBHOOK_SIGNING_SECRET);
    const outcome = await takeDelivery(delivery);
    if (outcome === "rejected") {
      log.error(
        { requestId, deliveryId: delivery.id, type: delivery.envelope.type },
        "a delivery cannot be applied; kept with the reason",
      );
    }
    onApplied(delivery.envelope.type);
    return answer(200, { outcome });
  } catch (error) {
    if (error instanceof DeliveryFault) {
      // Only what does not verify costs: Clerk's own deliveries are never held up by what others send.
      const wait = await chargeAddress(request.headers);
      if (wait !== null) {
        const refusal = { code: "rate_limited", message: waitMessage(wait) };
        return answer(429, { error: refusal }, { "retry-after": String(wait) });
      }
      log.warn({ requestId, code: error.code }, "delivery refused");
      return answer(error.status, { error: { code: error.code, message: error.message } });
    }
    log.error({ requestId, error }, "delivery failed; the sender will try again");
    return answer(500, {
      error: { code: "internal", message: "The delivery was not applied. Send it again." },
    });
  }
}

function ignore(): void {}
