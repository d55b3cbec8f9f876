import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { errorCodes } from "@/src/access/errors";
import type { Context } from "./context";
import { errorCodeOf } from "./fault";
import type { Meta } from "./seal";

/** The only initTRPC of the project (lint keeps it so): procedures come from the gates, routers from router(). */
export const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
    isDev: false, // No stacks in answers, in development either.
    errorFormatter({ shape, error }) {
      const code = errorCodeOf(error);
      const invalid =
        error.cause instanceof z.ZodError && code === "bad_input" ? error.cause : null;
      return {
        // tRPC's message of an input error is the issues as JSON; the fields carry them better.
        message: invalid || code === "internal" ? errorCodes[code].message : shape.message,
        code: shape.code,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          /** Of the closed union in src/access/errors.ts. */
          appCode: code,
          fields: invalid ? z.flattenError(invalid).fieldErrors : null,
        },
      };
    },
  });
