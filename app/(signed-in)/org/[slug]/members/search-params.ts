import { z } from "zod";
import { ListMembers } from "@/src/server/member/schema";

const { search, roles, sort, order } = ListMembers.shape;

/** What member.list searches and sorts by, under the names that the address has for it. */
export const MembersSearch = z.object({
  q: search,
  role: roles.unwrap().element.optional(),
  sort: sort.unwrap().default("name"),
  order,
});
