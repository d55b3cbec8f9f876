import "./without-eval";
import { z } from "zod";
import { RoleKey } from "@/src/access/ids";

/** Whom to invite, and as what. */
export const InvitationFields = z.strictObject({
  emailAddress: z.string().trim().max(254).pipe(z.email("Write an e-mail address.")),
  role: RoleKey,
});
export type InvitationFields = z.infer<typeof InvitationFields>;
