import { randomUUID } from "node:crypto";
import { errorCodes, type ErrorCode } from "@/src/access/errors";

export interface Refusal {
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as every plain route sends it. */
export function refuse(code: ErrorCode, requestId: string, refusal: Refusal = {}): Response {
  const { http, message } = errorCodes[code];
  const error = { code, message: refusal.message ?? message };
  return respond(http, { error }, requestId, refusal.headers);
}

export function waitMessage(seconds: number): string {
  return `Too many requests. Try again in ${seconds === 1 ? "a second" : `${seconds} seconds`}.`;
}

/** The words and the header of a refusal for calling too often. */
export function tooOften(seconds: number): Refusal {
  return { message: waitMessage(seconds), headers: { "retry-after": String(seconds) } };
}

/** The handlers of a route for the methods that it does not serve. Next's own would name no request and no code. */
export function refuseOthers(served: "GET" | "POST") {
  const allow = served === "GET" ? "GET, HEAD" : served;
  const refuseMethod = () => refuse("method_not_allowed", randomUUID(), { headers: { allow } });
  return {
    GET: refuseMethod,
    HEAD: refuseMethod,
    POST: refuseMethod,
    PUT: refuseMethod,
    PATCH: refuseMethod,
    DELETE: refuseMethod,
    OPTIONS: refuseMethod,
  };
}

export function respond(
  status: number,
  body: unknown,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(body, {
    status,
    headers: { ...headers, "x-request-id": requestId, "cache-control": "no-store" },
  });
}
