import { z } from "zod";

/** Keyset pages: by a time and an id, the newest first unless a list says otherwise. Unlike offsets they neither skip nor repeat rows while a list changes. */
interface Position {
  readonly at: Date;
  readonly id: string;
}

/** No further than what Postgres can read: it has no year 0, and its text no null byte. */
const position = z.object({
  at: z.iso.datetime().refine((at) => Date.parse(at) >= 0),
  id: z.string().regex(/^[\w.-]{1,128}$/),
});

/** Opaque to clients; anything that this server did not write is bad input. */
export const Cursor = z
  .string()
  .max(512)
  .transform((text, context): Position => {
    try {
      const { at, id } = position.parse(
        JSON.parse(Buffer.from(text, "base64url").toString("utf8")),
      );
      const read = { at: new Date(at), id };
      // Decoding passes over what is no base64, and over keys that nobody asked for.
      if (encodeCursor(read) === text) return read;
      throw new Error("It was not written here.");
    } catch {
      context.addIssue({ code: "custom", message: "This cursor is not one of ours." });
      return z.NEVER;
    }
  });

/** tRPC's infinite queries say which way they go; pages here only go on. */
export const Direction = z.literal("forward").optional();

/** Input of a list: at most 100 rows a page. */
export const PageInput = z.strictObject({
  cursor: Cursor.nullish(),
  limit: z.number().int().min(1).max(100).default(20),
  direction: Direction,
});
export type PageInput = z.infer<typeof PageInput>;

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Prisma's arguments for the page after a position, and one row more: it only shows that there is a next page. */
export function pageArgs<const F extends string>(
  field: F,
  { cursor, limit }: PageInput,
  order: "newest" | "oldest" = "newest",
) {
  const [beyond, direction] =
    order === "newest" ? (["lt", "desc"] as const) : (["gt", "asc"] as const);
  // Guarantee: F is one literal, the callers' own; TypeScript widens a computed key to string.
  const by = <V>(value: V) => ({ [field]: value }) as { [K in F]?: V };
  return {
    where: cursor
      ? { OR: [by({ [beyond]: cursor.at }), { ...by(cursor.at), id: { [beyond]: cursor.id } }] }
      : {},
    orderBy: [by(direction), { id: direction }],
    take: limit + 1,
  };
}

/** Cuts the rows that `pageArgs` asked for down to a page. */
export function cutPage<T extends { id: string }>(
  rows: T[],
  limit: number,
  timeOf: (row: T) => Date | null,
) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const at = last && timeOf(last);
  const more = rows.length > limit && last && at;
  return { items, nextCursor: more ? encodeCursor({ at, id: last.id }) : null };
}

function encodeCursor({ at, id }: Position): string {
  return Buffer.from(JSON.stringify({ at: at.toISOString(), id })).toString("base64url");
}
