/**
 * The closed union of what can be refused, and how each transport says so. Codes are stable: clients may depend on them.
 * `trpc` names a tRPC code, `http` the status of the REST routes, `message` what a person reads.
 */
export const errorCodes = {
  signed_out: { trpc: "UNAUTHORIZED", http: 401, message: "Sign in to continue." },
  session_ended: {
    trpc: "UNAUTHORIZED",
    http: 401,
    message: "Your session has ended. Sign in again.",
  },
  user_deleted: { trpc: "UNAUTHORIZED", http: 401, message: "This account no longer exists." },
  user_banned: { trpc: "UNAUTHORIZED", http: 401, message: "This account is suspended." },
  no_organization: {
    trpc: "PRECONDITION_FAILED",
    http: 403,
    message: "Select an organization first.",
  },
  /** The page shows one organization and the token is for another: the client switches, and tries once more. */
  organization_mismatch: {
    trpc: "PRECONDITION_FAILED",
    http: 412,
    message: "This page shows another organization than your session is in. Reload the page.",
  },
  membership_removed: {
    trpc: "FORBIDDEN",
    http: 403,
    message: "You are no longer a member of this organization.",
  },
  permission_missing: {
    trpc: "FORBIDDEN",
    http: 403,
    message: "Your role in this organization does not allow this.",
  },
  /** The token is older than what is known: a fresh token may succeed, so the client retries once. */
  permission_stale: {
    trpc: "FORBIDDEN",
    http: 403,
    message: "Your role in this organization has changed. Try again.",
  },
  not_administrator: {
    trpc: "FORBIDDEN",
    http: 403,
    message: "Only platform administrators may do this.",
  },
  /** They may do it, but have not said for a while who they are: the client has Clerk ask, and tries once more. */
  reverification_required: {
    trpc: "FORBIDDEN",
    http: 403,
    message: "Confirm that it is you, then try again.",
  },
  impersonated: {
    trpc: "FORBIDDEN",
    http: 403,
    message: "While acting as somebody else you cannot change who has access.",
  },
  not_found: { trpc: "NOT_FOUND", http: 404, message: "Not found." },
  conflict: { trpc: "CONFLICT", http: 409, message: "This conflicts with an existing entry." },
  not_oneself: {
    trpc: "CONFLICT",
    http: 409,
    message: "You cannot do this to yourself.",
  },
  not_impersonable: {
    trpc: "CONFLICT",
    http: 409,
    message: "Nobody acts as an administrator, nor as somebody who is suspended.",
  },
  last_administrator: {
    trpc: "CONFLICT",
    http: 409,
    message: "Somebody else has to be an administrator first: there must always be one.",
  },
  already_member: {
    trpc: "CONFLICT",
    http: 409,
    message: "This person is a member already.",
  },
  already_invited: {
    trpc: "CONFLICT",
    http: 409,
    message: "This address has an invitation that is still open.",
  },
  invitation_closed: {
    trpc: "CONFLICT",
    http: 409,
    message: "This invitation is no longer open.",
  },
  members_limit: {
    trpc: "CONFLICT",
    http: 409,
    message: "This organization has as many members and invitations as it may have.",
  },
  /** Clerk said no, for a reason that has no code of its own here; the log has Clerk's. */
  refused_by_clerk: {
    trpc: "CONFLICT",
    http: 409,
    message: "The identity provider did not accept this change.",
  },
  unknown_role: { trpc: "BAD_REQUEST", http: 400, message: "There is no such role." },
  bad_input: { trpc: "BAD_REQUEST", http: 400, message: "The input is not valid." },
  cross_origin: {
    trpc: "FORBIDDEN",
    http: 403,
    message: "Requests from other sites are not accepted.",
  },
  unsupported_media_type: {
    trpc: "UNSUPPORTED_MEDIA_TYPE",
    http: 415,
    message: "Send JSON (content type application/json).",
  },
  method_not_allowed: {
    trpc: "METHOD_NOT_SUPPORTED",
    http: 405,
    message: "This address does not take that method.",
  },
  rate_limited: {
    trpc: "TOO_MANY_REQUESTS",
    http: 429,
    message: "Too many requests. Wait a moment, then try again.",
  },
  too_large: { trpc: "PAYLOAD_TOO_LARGE", http: 413, message: "The request is too large." },
  unavailable: {
    trpc: "SERVICE_UNAVAILABLE",
    http: 503,
    message: "The service is busy or unavailable. Try again in a moment.",
  },
  /** Clerk did not say what became of a change. It is found out later; until then nobody may claim that nothing happened. */
  outcome_unknown: {
    trpc: "SERVICE_UNAVAILABLE",
    http: 503,
    message:
      "The identity provider did not answer in time, so the change may or may not have been made. Look again in a moment before you repeat it.",
  },
  internal: {
    trpc: "INTERNAL_SERVER_ERROR",
    http: 500,
    message: "Something went wrong on our side. Nothing was changed.",
  },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** Refuses with a code of the union. `detail` replaces the message, for people; it must hold nothing that the caller may not know. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ErrorCode,
    detail?: string,
    options?: ErrorOptions,
  ) {
    super(detail ?? errorCodes[code].message, options);
  }
}
