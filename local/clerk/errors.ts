import { randomBytes } from "node:crypto";

/** An answer in Clerk's error shape. The components translate `code` and show it under the field `param`. */
export class ClerkError extends Error {
  readonly status: number;
  readonly code: string;
  readonly meta: Record<string, unknown>;

  constructor(status: number, code: string, message: string, meta: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.meta = meta;
  }

  body() {
    return errorBody(this.code, this.message, this.meta);
  }
}

export function errorBody(
  code: string,
  message: string,
  meta: Record<string, unknown> = {},
  longMessage = message,
) {
  return {
    errors: [{ code, message, long_message: longMessage, meta }],
    clerk_trace_id: randomBytes(16).toString("hex"),
  };
}

export function notFound(message: string): ClerkError {
  return new ClerkError(404, "resource_not_found", message);
}

/** A form error: 422, because the SDK takes 401 for "signed out". */
export function formError(code: string, message: string, param: string): ClerkError {
  return new ClerkError(422, code, message, { param_name: param });
}

export function missingParam(param: string): ClerkError {
  return formError("form_param_missing", `${param} must be included.`, param);
}

export function invalidParam(param: string, message = "is invalid"): ClerkError {
  return formError("form_param_format_invalid", message, param);
}

export function unknownParam(param: string): ClerkError {
  return formError(
    "form_param_unknown",
    `${param} is not a valid parameter for this request.`,
    param,
  );
}

export function unknownStrategy(strategy: string): ClerkError {
  const message = `${strategy} does not match one of the allowed values for parameter strategy`;
  return formError("form_param_value_invalid", message, "strategy");
}

export function forbidden(
  code: string,
  message: string,
  meta: Record<string, unknown> = {},
): ClerkError {
  return new ClerkError(403, code, message, meta);
}

export function signedOut(): ClerkError {
  return new ClerkError(401, "authentication_invalid", "Unable to authenticate the request.");
}

/** clerk-js answers this code by asking for a new dev browser and starting over. */
export function devBrowserUnauthenticated(): ClerkError {
  return new ClerkError(
    401,
    "dev_browser_unauthenticated",
    "Unable to authenticate this browser for your development instance.",
  );
}
