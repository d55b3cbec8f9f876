import "./without-eval";
import { z } from "zod";

/** Why an administrator acts as somebody else: a sentence, for whoever reads it later. */
export const ImpersonationFields = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(10, "Say why, in at least 10 characters.")
    .max(200, "Say it in at most 200 characters.")
    .regex(/^\P{Cc}*$/u, "Write it on one line."),
});
