import { z } from "zod";
import { OrganizationId, RoleKey, UserId } from "@/src/access/ids";
import { memberSorts, orders } from "@/src/access/sorts";
import { Direction } from "@/src/server/page";
import { Resume } from "@/src/server/trpc/stream";
import { SearchTerm } from "@/src/input/text";

const Member = z.object({
  /** The mirror's own, so that a page can name the member without checking what it has just been told. */
  userId: z.string().brand<"UserId">(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  imageUrl: z.string().nullable(),
  role: z.string().nullable(),
});

export const ListMembers = z.strictObject({
  /** Where the page before ended; position.ts reads it. */
  cursor: z
    .string()
    .regex(/^[\w-]{1,2048}$/)
    .nullish(),
  limit: z.number().int().min(1).max(200).default(100),
  direction: Direction,
  /** Part of a name or of an e-mail address. */
  search: SearchTerm.default(""),
  roles: z.array(RoleKey).min(1).max(20).optional(),
  /** Only these, as far as they are members: to put names to ids. */
  userIds: z
    .array(z.string().regex(/^[\w-]{1,128}$/))
    .max(100)
    .optional(),
  sort: z.enum(memberSorts).optional(),
  order: z.enum(orders).default("asc"),
});
export const WatchMembers = ListMembers.omit({ cursor: true }).extend(Resume);
export const MemberPage = z.object({ items: z.array(Member), nextCursor: z.string().nullable() });

export const OneMember = z.strictObject({ userId: UserId });
export const ChangeRole = OneMember.extend({ role: RoleKey });
/** One of the caller's own: which of them, they say themselves. */
export const LeaveOrganization = z.strictObject({ id: OrganizationId });
export const Changed = z.object({ id: z.string() });
