import { findApplicationInvitation } from "../domain/application-invitations.ts";
import { checkPending, findInvitationByTicket } from "../domain/invitations.ts";
import { invalidTicket, openTicket } from "../domain/tickets.ts";
import { findUserByEmail } from "../domain/users.ts";
import { missingParam } from "../errors.ts";
import type { App } from "../http.ts";

/** The link in an e-mail: on to the application's sign-in or sign-up page, with the ticket. */
export function addTicketRoute(app: App): void {
  app.get("/v1/tickets/accept", (c) => {
    const call = c.get("call");
    const ticket = c.req.query("ticket");
    if (!ticket) throw missingParam("ticket");
    const invitation =
      findInvitationByTicket(call, ticket) ?? findApplicationInvitation(call, ticket);
    const personal = invitation ? null : openTicket(call, ticket);
    if (!invitation && !personal) throw invalidTicket();
    if (invitation) checkPending(call, invitation);
    const known = personal || (invitation && findUserByEmail(call, invitation.emailAddress));
    const page = known ? "/sign-in" : "/sign-up";
    const target = new URL(invitation?.redirectUrl ?? page, call.config.appUrl);
    target.searchParams.set("__clerk_ticket", ticket);
    target.searchParams.set("__clerk_status", known ? "sign_in" : "sign_up");
    return c.redirect(target.toString(), 303);
  });
}
