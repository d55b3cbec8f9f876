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
  if (!isFounded(read.data)) throw new AppError("bad_input");
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

/**
 * Whether each note is about a value that was sent, in the form in which superjson sends its type. superjson writes where a note
 * points: about the billionth element of an empty array it would make an array as long, which whoever reads it then walks.
 */
function isFounded({ json, meta }: z.infer<typeof envelope>): boolean {
  const { values, v } = meta ?? {};
  if (values === undefined) return true;
  if (v !== 1) return false; // Older paths are read in another way.
  if (Array.isArray(values)) return isWritten(json, values);
  return Object.entries(values).every(([path, note]) => isWritten(valueAt(json, path), note));
}

function isWritten(value: unknown, [type]: readonly [(typeof inputTypes)[number]]): boolean {
  return type === "undefined" ? value === null : typeof value === "string";
}

/** What stands at a path; undefined where nothing does. */
function valueAt(whole: unknown, path: string): unknown {
  let value = whole;
  for (const key of keysOf(path)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    // Guarantee: a non-null object may be read by any key.
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The keys of superjson's path, between dots; a dot or a backslash that belongs to a key has a backslash before it. */
function keysOf(path: string): string[] {
  const keys: string[] = [];
  let key = "";
  for (const [part] of path.matchAll(/\\.|./gs)) {
    if (part === ".") {
      keys.push(key);
      key = "";
    } else key += part.slice(-1);
  }
  return [...keys, key];
}

function hasValue(sent: unknown): boolean {
  return typeof sent === "object" && sent !== null && "json" in sent;
}
