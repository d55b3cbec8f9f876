import { z } from "zod";
import { organizationStatuses } from "@/src/access/people";
import { After, Order, Text } from "../search-params";

/** What admin.organizations searches and narrows by, under the names that the address has for it. */
export const OrganizationsSearch = z.object({
  q: Text,
  status: z.enum(organizationStatuses).nullable().default(null),
  order: Order,
  after: After,
});
