import "./without-eval";
import { z } from "zod";

/** One line a person typed, trimmed. Refuses what Postgres cannot store (null bytes) and what is not text (lone surrogates). */
export function line(limit: number) {
  return wellFormed(z.string().trim().min(1, "Write something.").max(limit)).refine(
    (text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text),
    "Write it on one line.",
  );
}

/** Several lines. */
export function prose(limit: number) {
  return wellFormed(z.string().max(limit));
}

/** A search term; empty is none. */
export const SearchTerm = wellFormed(z.string().trim().max(100));

function wellFormed(schema: z.ZodString) {
  return schema.refine(
    (text) => !/[\u0000\p{Cs}]/u.test(text),
    "This text holds characters that cannot be stored.",
  );
}
