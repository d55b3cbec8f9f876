import { z } from "zod";
import { UserId } from "@/src/access/ids";

/** After whom the page of members starts. */
export const MembersSearch = z.object({ after: UserId.nullable().default(null) });
