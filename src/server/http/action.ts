import { headers } from "next/headers";
import { errorCodes } from "@/src/access/errors";
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
  const fault = (
    code: "cross_origin" | "rate_limited",
    message: string = errorCodes[code].message,
  ) => ({ ok: false, fault: { code, message, requestId, fields: {} } }) as const;
  if (!isOwnOrigin(sent)) return fault("cross_origin");
  const wait = (await chargeAddress(sent)) ?? (await chargePerson(await readPrincipal()));
  return wait === null ? null : fault("rate_limited", waitMessage(wait));
}
