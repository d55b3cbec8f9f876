import { z } from "zod";
import { UserId } from "@/src/access/ids";
import { isOutcome } from "@/src/access/outcomes";
import { chainOf } from "@/src/ui/admin/audit/address";
import { isAction } from "@/src/ui/audit/words";
import { After } from "../search-params";

/** What admin.audit narrows by, under the names that the address has for it. */
export const AuditSearch = z.object({
  action: z.string().refine(isAction).nullable().default(null),
  actor: UserId.nullable().default(null),
  outcome: z.string().refine(isOutcome).nullable().default(null),
  chain: z
    .string()
    .trim()
    .refine((text) => text === "" || chainOf(text) !== null)
    .default(""),
  after: After,
});
