import type { EmailAddressJSON } from "@clerk/backend";
import type { VerificationJSON } from "@clerk/shared/types";
import type { Verification } from "../model/verification.ts";

/** What the browser's and the server's SDK both call a verification. */
type SharedVerification = VerificationJSON & NonNullable<EmailAddressJSON["verification"]>;

export function verificationJson(
  verification: Verification,
  now: number,
  id: string,
): SharedVerification {
  const expired = verification.status === "unverified" && verification.expireAt < now;
  const json = {
    object: "verification",
    id: `ver_${id}`,
    status: expired ? "expired" : verification.status,
    strategy: verification.strategy,
    attempts: verification.attempts,
    expire_at: verification.expireAt,
    verified_at_client: null,
    error: null,
  };
  // The types say that `error` and `verified_at_client` are always there; Clerk sends null when there is neither,
  // and the SDK tests for that.
  return json as unknown as SharedVerification;
}
