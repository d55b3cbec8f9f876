import { z } from "zod";
import { Direction } from "@/src/server/page";

const Member = z.object({
  userId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  imageUrl: z.string().nullable(),
  role: z.string().nullable(),
});

export const ListMembers = z.strictObject({
  /** The last member of the page before. */
  cursor: z
    .string()
    .regex(/^[\w-]{1,128}$/)
    .nullish(),
  limit: z.number().int().min(1).max(200).default(100),
  direction: Direction,
});
export const MemberPage = z.object({ items: z.array(Member), nextCursor: z.string().nullable() });
