import { z } from "zod";
import { AppError } from "@/src/access/errors";
import type { SortMembers } from "@/src/access/sorts";

/** Where a page of members ends: the last one's id and, in a sorted list, what it was sorted by. */
export interface MemberPosition {
  readonly userId: string;
  readonly value: string | null;
}

const Sorted = z.tuple([z.string(), z.string().nullable(), z.string()]);

/** Without a sort the id itself, which is the order. */
export function encodePosition(
  sort: SortMembers | undefined,
  { userId, value }: MemberPosition,
): string {
  if (!sort) return userId;
  return Buffer.from(JSON.stringify([sort, value, userId])).toString("base64url");
}

/** @throws AppError bad_input for what this server did not write, or wrote for another order */
export function decodePosition(sort: SortMembers | undefined, cursor: string): MemberPosition {
  if (!sort && cursor.length <= 128) return { userId: cursor, value: null };
  const [written, value, userId] = Sorted.safeParse(readJson(cursor)).data ?? [];
  if (sort && written === sort && userId !== undefined && value !== undefined) {
    const position = { userId, value };
    // Decoding passes over what is no base64; and Postgres cannot store a null byte, so none was written here.
    if (encodePosition(sort, position) === cursor && !`${value}${userId}`.includes("\u0000"))
      return position;
  }
  throw notOurs();
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw notOurs();
  }
}

function notOurs(): AppError {
  return new AppError("bad_input", "This cursor is not one of ours.");
}
