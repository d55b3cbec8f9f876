import type { OrganizationDomainJSON as BackendDomainJSON } from "@clerk/backend";
import type {
  OrganizationDomainJSON,
  OrganizationMembershipRequestJSON,
  OrganizationSuggestionJSON,
} from "@clerk/shared/types";
import { countPending } from "../domain/enrollment.ts";
import type { Call } from "../instance.ts";
import type { MembershipRequest, OrganizationDomain, Suggestion } from "../model/domains.ts";
import { organizationOf, publicOrganizationData } from "./organization.ts";
import { publicUserData } from "./user.ts";

type View = Pick<Call, "store" | "settings" | "publicUrl" | "clock">;

/** The same on both APIs. Nobody can prove a domain by DNS here, so there is no ownership verification. */
export function domainJson(view: View, domain: OrganizationDomain) {
  const pending = countPending(view, domain);
  const verification = verificationJson(view, domain);
  const status = domain.verifiedAt === null ? ("unverified" as const) : ("verified" as const);
  const json = {
    object: "organization_domain" as const,
    id: domain.id,
    organization_id: domain.organizationId,
    name: domain.name,
    enrollment_mode: domain.enrollmentMode,
    // The older name. A server knows only these two states.
    verification: verification && { ...verification, status },
    affiliation_verification: verification,
    ownership_verification: null,
    affiliation_email_address: domain.affiliationEmailAddress,
    total_pending_invitations: pending.invitations,
    total_pending_suggestions: pending.suggestions,
    created_at: domain.createdAt,
    updated_at: domain.updatedAt,
  };
  return json satisfies OrganizationDomainJSON & BackendDomainJSON;
}

function verificationJson(view: Pick<Call, "clock">, domain: OrganizationDomain) {
  const { verification } = domain;
  if (!verification) return null;
  const expired = verification.status === "unverified" && verification.expireAt < view.clock.now();
  return {
    status: expired ? ("expired" as const) : verification.status,
    strategy: "email_code" as const,
    attempts: verification.attempts,
    expires_at: verification.expireAt,
    verified_at: domain.verifiedAt,
  };
}

export function suggestionJson(view: View, suggestion: Suggestion): OrganizationSuggestionJSON {
  return {
    object: "organization_suggestion",
    id: suggestion.id,
    public_organization_data: publicOrganizationData(view, organizationOf(view, suggestion)),
    status: suggestion.status,
    created_at: suggestion.createdAt,
    updated_at: suggestion.updatedAt,
  };
}

export function requestJson(
  view: View,
  request: MembershipRequest,
): OrganizationMembershipRequestJSON {
  const user = view.store.users.get(request.userId);
  return {
    object: "organization_membership_request",
    id: request.id,
    organization_id: request.organizationId,
    status: request.status,
    public_user_data: publicUserData(view, user, request.userId),
    created_at: request.createdAt,
    updated_at: request.updatedAt,
  };
}
