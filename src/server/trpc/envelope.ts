import superjson from "superjson";
import { z } from "zod";
import { AppError } from "@/src/access/errors";

/** Types that an input may have beyond JSON's own. Each is one more thing that a stranger can make the server build. */
const inputTypes = ["undefined", "Date"] as const;
const depthLimit = 32;
const forbiddenKeys: readonly string[] = ["__proto__", "constructor", "prototype"];

/** superjson's notes: the type of the whole, or of its parts by their paths. References into the value are not taken. */
const type = z.tuple([z.enum(inputTypes)]);
const envelope = z.strictObject({
  json: z.unknown(),
  meta: z
    .strictObject({
      values: z.union([type, z.record(z.string(), type)]).optional(),
      v: z.literal(1).optional(),
    })
    .optional(),
});

/** superjson both ways; what comes in is looked at before anything is built from it. */
export const transformer = {
  input: {
    serialize: (value: unknown): unknown => superjson.serialize(value),
    deserialize: readInput,
  },
  output: superjson,
};

/** @throws AppError bad_input */
function readInput(sent: unknown): unknown {
  if (!isPlain(sent) || !hasValue(sent)) throw new AppError("bad_input");
  const read = envelope.safeParse(sent);
  if (!read.success) throw new AppError("bad_input", undefined, { cause: read.error });
  // Guarantee: superjson wants exactly what the schema has just read; JSON.parse made `json`.
  const value: unknown = superjson.deserialize(
    read.data as Parameters<typeof superjson.deserialize>[0],
  );
  // Only what superjson would have sent: it passes over notes on what is not there, and makes dates of what is none.
  const again = superjson.serialize(value);
  if (!isSame(again.json, read.data.json) || !isSame(again.meta?.values, read.data.meta?.values))
    throw new AppError("bad_input");
  return value;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** No deeper than anything we ask for, and no key that reaches for a prototype. Without recursion: depth is what it doubts. */
function isPlain(whole: unknown): boolean {
  let level: unknown[] = [whole];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthLimit) return false;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      for (const [key, inner] of Object.entries(value)) {
        if (forbiddenKeys.includes(key)) return false;
        next.push(inner);
      }
    }
    level = next;
  }
  return true;
}

function hasValue(sent: unknown): boolean {
  return typeof sent === "object" && sent !== null && "json" in sent;
}
