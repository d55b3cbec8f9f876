import type { ErrorCode } from "@/src/access/errors";
import type { ClerkFault } from "../api";

/** Clerk's codes for what the caller can understand and mend. */
const known: Readonly<Record<string, ErrorCode>> = {
  resource_not_found: "not_found",
  already_a_member_in_organization: "already_member",
  duplicate_record: "already_invited",
  organization_invitation_not_unique: "already_invited",
  organization_invitation_not_pending: "invitation_closed",
  organization_invitation_already_accepted: "invitation_closed",
  organization_membership_quota_exceeded: "members_limit",
  organization_minimum_permissions_needed: "last_administrator",
};

/**
 * The code with which a call that Clerk did not carry out is answered; null where nobody knows whether it did. Our own key not
 * being accepted is nothing that the caller did.
 */
export function codeOfFault({ kind, status, code }: ClerkFault, role: boolean): ErrorCode | null {
  if (kind === "rate_limited") return "unavailable";
  if (kind !== "refused") return null;
  if (status === 401) return "unavailable";
  if (code !== null && Object.hasOwn(known, code)) return known[code] ?? null;
  if (status === 404) return "not_found";
  // Of what is sent, the address is Clerk's to judge, and the role where there is one and the code says so.
  if (role && code === "form_param_value_invalid") return "unknown_role";
  if (status === 400 || status === 422) return "bad_input";
  return "refused_by_clerk";
}
