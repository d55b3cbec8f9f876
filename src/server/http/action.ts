import { headers } from "next/headers";
import { errorCodes, type ErrorCode } from "@/src/access/errors";
import type { ActionResult } from "@/src/client/fault";
import { readPrincipal } from "@/src/server/auth/session";
import { chargeAddress, chargePerson } from "./limit";
import { isOwnOrigin } from "./origin";
import { waitMessage } from "./refuse";

/**
 * What every server action asks first: that one of our own pages sent it, and not too many. Next compares origins too, but
 * lets a request without one through. Null when there is nothing to object to.
 */
export async function refuseAction(requestId: string): Promise<ActionResult<never> | null> {
  const sent = await headers();
  if (!isOwnOrigin(sent)) return refusal("cross_origin", requestId);
  const wait = (await chargeAddress(sent)) ?? (await chargePerson(await readPrincipal()));
  return wait === null ? null : refusal("rate_limited", requestId, waitMessage(wait));
}

/** What an action answers instead of doing anything. */
export function refusal(
  code: ErrorCode,
  requestId: string,
  message: string = errorCodes[code].message,
): ActionResult<never> {
  return { ok: false, fault: { code, message, requestId, fields: {} } };
}
