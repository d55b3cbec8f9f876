import { z } from "zod";
import { InvitationId, RoleKey } from "@/src/access/ids";
import { PageInput, pageOf } from "@/src/server/page";

const Invitation = z.object({
  id: InvitationId,
  emailAddress: z.string().nullable(),
  role: z.string().nullable(),
  expiresAt: z.date().nullable(),
  createdAt: z.date(),
});

export const ListInvitations = PageInput;
export const InvitationPage = pageOf(Invitation);
export const CreateInvitation = z.strictObject({
  emailAddress: z.string().trim().max(254).pipe(z.email("Write an e-mail address.")),
  role: RoleKey,
});
export const OneInvitation = z.strictObject({ id: InvitationId });
/** Of what was done: the invitation's id, or where Clerk gives it one only later, the command's. */
export const Changed = z.object({ id: z.string() });
