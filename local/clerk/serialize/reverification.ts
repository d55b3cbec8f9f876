import type { SessionVerificationJSON } from "@clerk/shared/types";
import type { Reverified } from "../domain/reverification.ts";
import { secondFactorsOf } from "../domain/second-factors.ts";
import { getUser } from "../domain/users.ts";
import type { Call } from "../instance.ts";
import { firstFactors } from "./attempts.ts";
import { sessionJson } from "./session.ts";
import { verificationJson } from "./verification.ts";

export async function reverificationJson(
  call: Call,
  { session, reverification }: Reverified,
): Promise<SessionVerificationJSON> {
  const user = getUser(call, session.userId);
  const now = call.clock.now();
  const { firstFactor, secondFactor, status, level } = reverification;
  const second = secondFactorsOf(user).map((strategy) => ({ strategy }));
  const json = {
    object: "session_verification",
    status,
    level,
    session: await sessionJson(call, session),
    // Somebody who is signed in has not forgotten the password: no reset here.
    supported_first_factors: firstFactors(user).filter(
      ({ strategy }) => strategy !== "reset_password_email_code",
    ),
    supported_second_factors: second.length > 0 ? second : null,
    first_factor_verification: firstFactor && verificationJson(firstFactor, now, session.id),
    second_factor_verification:
      secondFactor && verificationJson(secondFactor, now, `${session.id}_second`),
  };
  // The type wants an id, which a verification of a session does not have.
  return json as unknown as SessionVerificationJSON;
}
