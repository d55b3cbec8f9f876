import { acceptInvitation, invitationsFor, invitationStatus } from "../domain/invitations.ts";
import { getMembership, removeMember } from "../domain/memberships.ts";
import { acceptSuggestion, suggestionsFor } from "../domain/requests.ts";
import { notFound } from "../errors.ts";
import type { App } from "../http.ts";
import { filterBy, paginate } from "../pages.ts";
import { suggestionJson } from "../serialize/domains.ts";
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
    const invitations = filterBy(c, ["status"], all, (one) => invitationStatus(call, one));
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

  app.get("/v1/me/organization_suggestions", (c) => {
    const call = c.get("call");
    const { user } = requireSession(c);
    const suggestions = filterBy(c, ["status"], suggestionsFor(call, user.id), (one) => one.status);
    return answerOnly(
      c,
      paginate(c, suggestions, (one) => suggestionJson(call, one)),
    );
  });

  app.post("/v1/me/organization_suggestions/:id/accept", (c) => {
    const call = c.get("call");
    const { client, user } = requireSession(c);
    const id = c.req.param("id");
    const suggestion = suggestionsFor(call, user.id).find((one) => one.id === id);
    if (!suggestion) throw notFound("Organization suggestion not found");
    return answer(c, suggestionJson(call, acceptSuggestion(call, suggestion)), client);
  });
}
