import { acceptInvitation, invitationsFor } from "../domain/invitations.ts";
import { getMembership, removeMember } from "../domain/memberships.ts";
import { notFound } from "../errors.ts";
import type { App } from "../http.ts";
import { filterBy, paginate } from "../pages.ts";
import { membershipJson, userInvitationJson } from "../serialize/organization.ts";
import { answer, answerOnly, requireSession } from "./respond.ts";

/** The organizations of the signed-in person: the switcher, the list, and invitations waiting. */
export function addMeOrganizationRoutes(app: App): void {
  app.get("/v1/me/organization_memberships", (c) => {
    const call = c.get("call");
    const { user } = requireSession(c);
    const memberships = call.store.memberships.filter((one) => one.userId === user.id);
    return answerOnly(
      c,
      paginate(c, memberships, (one) => membershipJson(call, one)),
    );
  });

  app.delete("/v1/me/organization_memberships/:org", (c) => {
    const call = c.get("call");
    const { client, user } = requireSession(c);
    const membership = getMembership(call, c.req.param("org"), user.id);
    removeMember(call, membership);
    const deleted = { object: "organization_membership", id: membership.id, deleted: true };
    return answer(c, deleted, client);
  });

  app.get("/v1/me/organization_invitations", (c) => {
    const call = c.get("call");
    const { user } = requireSession(c);
    const all = invitationsFor(call, user);
    const invitations = filterBy(c, ["status"], all, (one) => one.status);
    return answerOnly(
      c,
      paginate(c, invitations, (one) => userInvitationJson(call, one)),
    );
  });

  app.post("/v1/me/organization_invitations/:id/accept", (c) => {
    const call = c.get("call");
    const { client, user } = requireSession(c);
    const id = c.req.param("id");
    const invitation = invitationsFor(call, user).find((one) => one.id === id);
    if (!invitation) throw notFound("Invitation not found");
    const accepted = acceptInvitation(call, invitation, user);
    return answer(c, userInvitationJson(call, accepted), client);
  });

  // Suggestions come from verified domains, which this instance has switched off.
  app.get("/v1/me/organization_suggestions", (c) => {
    requireSession(c);
    return answerOnly(c, { data: [], total_count: 0 });
  });
}
