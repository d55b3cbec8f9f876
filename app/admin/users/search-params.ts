import { z } from "zod";
import { userStatuses } from "@/src/access/people";
import { After, Order, Text } from "../search-params";

/** What admin.users searches and narrows by, under the names that the address has for it. */
export const UsersSearch = z.object({
  q: Text,
  status: z.enum(userStatuses).nullable().default(null),
  order: Order,
  after: After,
});
