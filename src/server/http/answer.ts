import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { TRPCError, type AnyMutationProcedure, type AnyProcedure } from "@trpc/server";
import { AppError } from "@/src/access/errors";
import { readPrincipal } from "@/src/server/auth/session";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { errorCodeOf } from "@/src/server/trpc/fault";
import type { AppRouter } from "@/src/server/trpc/root";
import { log } from "@/src/server/log";
import { chargeAddress, chargePerson } from "./limit";
import { refuse, respond, tooOften } from "./refuse";

/**
 * The procedures that only read. A GET must change nothing: any site can make a browser send one, with the caller's cookies.
 * `_Advice` is read by people alone: the compiler prints it where a mutation is called.
 */
type Queries<_Advice extends string, R, C> = {
  readonly [
    K in keyof R & keyof C as R[K] extends AnyMutationProcedure ? never : K
  ]: R[K] extends AnyProcedure ? C[K] : Queries<_Advice, R[K], C[K]>;
};
type Caller = Queries<
  "a GET only reads: send a mutation to /api/trpc by POST",
  AppRouter["_def"]["record"],
  ReturnType<typeof createCaller>
>;

/** Answers a GET of the REST routes through the gates: what the caller's procedure returns as JSON, or the error of the closed union. */
export async function answer(run: (caller: Caller) => Promise<unknown>): Promise<Response> {
  const requestId = randomUUID();
  try {
    const byAddress = await chargeAddress(await headers());
    if (byAddress !== null) return refuse("rate_limited", requestId, tooOften(byAddress));
    const principal = await readPrincipal();
    const byPerson = await chargePerson(principal);
    if (byPerson !== null) return refuse("rate_limited", requestId, tooOften(byPerson));
    return respond(200, await run(createCaller(createContext(principal, requestId))), requestId);
  } catch (error) {
    if (error instanceof AppError) return refuse(error.code, requestId);
    if (error instanceof TRPCError) {
      const code = errorCodeOf(error);
      // The message of an input error is its issues as JSON; a person is told the short one.
      const hidden = code === "internal" || code === "bad_input";
      return refuse(code, requestId, { message: hidden ? undefined : error.message });
    }
    log.error({ requestId, error }, "request failed");
    return refuse("internal", requestId);
  }
}
