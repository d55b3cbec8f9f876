import { z } from "zod";
import { AccessFilter } from "@/src/server/admin/access-schema";

const { search, gate, principal } = AccessFilter.shape;

/** What admin.access narrows by, under the names that the address has for it. */
export const AccessSearch = z.object({ q: search, gate, as: principal });
