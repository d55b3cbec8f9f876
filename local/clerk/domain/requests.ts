import { ClerkError, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import type { MembershipRequest, Suggestion } from "../model/domains.ts";
import type { Membership } from "../model/organizations.ts";
import { defaultRole } from "../roles.ts";
import { addMember } from "./memberships.ts";

export function suggestionsFor(instance: Pick<Instance, "store">, userId: string): Suggestion[] {
  return instance.store.suggestions.filter((one) => one.userId === userId);
}

/** The person asks to join; an administrator decides. */
export function acceptSuggestion(call: Call, suggestion: Suggestion): Suggestion {
  if (suggestion.status !== "pending") {
    const message = "You have asked to join this organization already.";
    throw new ClerkError(400, "organization_suggestion_already_accepted", message);
  }
  const now = call.clock.tick();
  call.store.membershipRequests.put({
    id: newId("orgmreq"),
    organizationId: suggestion.organizationId,
    userId: suggestion.userId,
    status: "pending",
    createdAt: now,
    updatedAt: now,
  });
  return call.store.suggestions.put({ ...suggestion, status: "accepted", updatedAt: now });
}

export function requestsOf(
  instance: Pick<Instance, "store">,
  organizationId: string,
): MembershipRequest[] {
  return instance.store.membershipRequests.filter((one) => one.organizationId === organizationId);
}

export function getRequest(
  instance: Pick<Instance, "store">,
  organizationId: string,
  id: string,
): MembershipRequest {
  const request = instance.store.membershipRequests.get(id);
  if (request?.organizationId !== organizationId) throw notFound("Membership request not found");
  return request;
}

export function acceptRequest(call: Call, request: MembershipRequest): MembershipRequest {
  checkOpen(request);
  addMember(call, request.organizationId, request.userId, defaultRole(call));
  return getRequest(call, request.organizationId, request.id);
}

/** Whoever is refused is not suggested the organization again. */
export function rejectRequest(call: Call, request: MembershipRequest): MembershipRequest {
  checkOpen(request);
  dropSuggestions(call, request.organizationId, request.userId);
  return decide(call, request, "revoked");
}

/** Whoever has become a member, in whatever way, has nothing to ask for any more. */
export function settleRequests(call: Call, membership: Membership): void {
  const { organizationId, userId } = membership;
  for (const request of requestsOf(call, organizationId)) {
    if (request.userId === userId && request.status === "pending") {
      decide(call, request, "accepted");
    }
  }
  dropSuggestions(call, organizationId, userId);
}

function checkOpen(request: MembershipRequest): void {
  if (request.status === "pending") return;
  const message = `This request has been ${request.status}.`;
  throw new ClerkError(400, "organization_membership_request_not_pending", message);
}

function decide(
  call: Call,
  request: MembershipRequest,
  status: "accepted" | "revoked",
): MembershipRequest {
  const decided = { ...request, status, updatedAt: call.clock.tick() };
  return call.store.membershipRequests.put(decided);
}

function dropSuggestions(call: Call, organizationId: string, userId: string): void {
  for (const one of suggestionsFor(call, userId)) {
    if (one.organizationId === organizationId) call.store.suggestions.delete(one.id);
  }
}
