import { checkPending, findInvitationByTicket } from "../domain/invitations.ts";
import { findUserByEmail } from "../domain/users.ts";
import { ClerkError, missingParam } from "../errors.ts";
import type { App } from "../http.ts";

/** The link in an e-mail: on to the application's sign-in or sign-up page, with the ticket. */
export function addTicketRoute(app: App): void {
  app.get("/v1/tickets/accept", (c) => {
    const call = c.get("call");
    const ticket = c.req.query("ticket");
    if (!ticket) throw missingParam("ticket");
    const invitation = findInvitationByTicket(call, ticket);
    const token = call.store.signInTokens.find((one) => one.token === ticket);
    if (!invitation && !token) throw new ClerkError(400, "ticket_invalid", "Ticket is invalid.");
    if (invitation) checkPending(call, invitation);
    const known = token || (invitation && findUserByEmail(call, invitation.emailAddress));
    const page = known ? "/sign-in" : "/sign-up";
    const target = new URL(invitation?.redirectUrl ?? page, call.config.appUrl);
    target.searchParams.set("__clerk_ticket", ticket);
    target.searchParams.set("__clerk_status", known ? "sign_in" : "sign_up");
    return c.redirect(target.toString(), 303);
  });
}
