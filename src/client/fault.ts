import { TRPCClientError } from "@trpc/client";
import { errorCodes, type ErrorCode } from "@/src/access/errors";
import type { AppRouter } from "@/src/server/trpc/root";

/** Thrown before a call is sent when the browser has no token for it any more. */
export class SignedOutError extends Error {
  override readonly name = "SignedOutError";
  constructor() {
    super(errorCodes.signed_out.message);
  }
}

/** Thrown before a call is sent when Clerk gives no token for the organization that the page shows: its people are others now. */
export class NoMemberError extends Error {
  override readonly name = "NoMemberError";
  constructor() {
    super(errorCodes.membership_removed.message);
  }
}

/** Thrown when somebody was asked once more who they are, and closed the question: the call was not made. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
  constructor() {
    super("You did not confirm that it is you, so nothing was changed.");
  }
}

/** A failed call, as a person may read it. */
export interface Fault {
  /**
   * `unreachable` when no answer came: the network, not the application. `cancelled` when the person called it off, who need not
   * be told.
   */
  readonly code: ErrorCode | "unreachable" | "cancelled";
  readonly message: string;
  /** Names this call in the server's log. */
  readonly requestId: string | null;
  readonly fields: Readonly<Record<string, string | undefined>>;
}

/** What a server action answers: an error thrown there would reach the browser without its words. */
export type ActionResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

class RefusedAction extends Error {
  override readonly name = "RefusedAction";
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** The value of an action, or its fault thrown, to be read by readFault. */
export async function valueOf<T>(result: Promise<ActionResult<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new RefusedAction(settled.fault);
  return settled.value;
}

export function readFault(error: unknown): Fault {
  const none = { requestId: null, fields: {} };
  if (error instanceof RefusedAction) return error.fault;
  if (!(error instanceof TRPCClientError)) {
    return { code: "internal", message: errorCodes.internal.message, ...none };
  }
  if (error.cause instanceof SignedOutError) {
    return { code: "signed_out", message: errorCodes.signed_out.message, ...none };
  }
  if (error.cause instanceof NoMemberError) {
    return { code: "membership_removed", message: error.cause.message, ...none };
  }
  if (error.cause instanceof CancelledError) {
    return { code: "cancelled", message: error.cause.message, ...none };
  }
  // Guarantee: every client here is a client of AppRouter, whose error formatter gives data this shape.
  const { data, meta } = error as TRPCClientError<AppRouter>;
  const response = meta?.response;
  const requestId = response instanceof Response ? response.headers.get("x-request-id") : null;
  if (!data) {
    return {
      code: "unreachable",
      message: "The server did not answer. Check your connection and try again.",
      requestId,
      fields: {},
    };
  }
  const fields = Object.fromEntries(
    // Guarantee: zod's flattenError gives each field a list of messages; its type here is `{}`, the schemas being many.
    Object.entries((data.fields ?? {}) as Record<string, string[] | undefined>).map(
      ([name, found]) => [name, found?.[0]],
    ),
  );
  return { code: data.appCode, message: error.message, requestId, fields };
}

/** The codes that mean: this browser has to sign in (again). */
export function endsSession(code: Fault["code"]): boolean {
  return code !== "unreachable" && code !== "cancelled" && errorCodes[code].http === 401;
}
