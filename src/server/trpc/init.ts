import { initTRPC } from "@trpc/server";
import { z } from "zod";
import { AppError, errorCodes } from "@/src/access/errors";
import { reverificationHint } from "@/src/access/freshness";
import type { Context } from "./context";
import { transformer } from "./envelope";
import { errorCodeOf } from "./fault";
import type { Meta } from "./seal";

/** The only initTRPC of the project (lint keeps it so): procedures come from the gates, routers from router(). */
export const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer,
    isDev: false, // No stacks in answers, in development either.
    // A proxy ends what is silent for long, and a client that hears nothing for so long asks again.
    sse: {
      ping: { enabled: true, intervalMs: 10_000 },
      client: { reconnectAfterInactivityMs: 25_000 },
    },
    errorFormatter({ shape, error }) {
      const code = errorCodeOf(error);
      const invalid =
        error.cause instanceof z.ZodError && code === "bad_input" ? error.cause : null;
      // An input error's own message is its issues as JSON, or the words of whatever parser refused the body.
      const hidden =
        code === "internal" || (code === "bad_input" && !(error.cause instanceof AppError));
      return {
        message: hidden ? errorCodes[code].message : shape.message,
        code: shape.code,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          /** Of the closed union in src/access/errors.ts. */
          appCode: code,
          fields: invalid ? z.flattenError(invalid).fieldErrors : null,
          ...(code === "reverification_required" ? reverificationHint : {}),
        },
      };
    },
  });
