import { z } from "zod";
import { InvitationId } from "@/src/access/ids";
import { InvitationFields } from "@/src/input/invitation";
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
export const CreateInvitation = InvitationFields;
export const OneInvitation = z.strictObject({ id: InvitationId });
/** Of what was done: the invitation's id, or where Clerk gives it one only later, the command's. */
export const Changed = z.object({ id: z.string() });
