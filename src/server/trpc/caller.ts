import type { TRPCError } from "@trpc/server";
import { errorCodes } from "@/src/access/errors";
import { log } from "@/src/server/log";
import type { Context } from "./context";
import { errorCodeOf } from "./fault";
import { t } from "./init";
import { appRouter } from "./root";

interface FailedCall {
  readonly error: TRPCError;
  readonly type: string;
  readonly path?: string;
  readonly ctx?: Context;
}

/** Logs what only we can mend, and who was refused. Ids and codes alone: no input, no address. */
export function logCallError({ error, path, ctx, type }: FailedCall): void {
  const code = errorCodeOf(error);
  const person = ctx?.principal.kind === "person" ? ctx.principal : null;
  const line = {
    requestId: ctx?.requestId,
    path,
    type,
    code,
    userId: person?.userId,
    organizationId: person?.organization?.id,
  };
  if (errorCodes[code].http >= 500)
    log.error({ ...line, error: error.cause ?? error }, "call failed");
  else if ([401, 403].includes(errorCodes[code].http)) log.info(line, "call refused");
}

const factory = t.createCallerFactory(appRouter);

/** Calls procedures in process, through the same gates as over HTTP. */
export function createCaller(context: Context) {
  return factory(context, { onError: logCallError });
}
