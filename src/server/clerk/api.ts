import { z } from "zod";
import { env } from "@/src/env";

/**
 * Clerk's Backend API, as the sync and the commands need it. Not the SDK's client: what orders an answer among webhooks is the
 * `Date` of the answer (Clerk's clock) and the JSON as it came, and the SDK hands over neither (docs/decisions/0006).
 */
export interface ClerkCall {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below /v1, such as "/users/user_1"; put ids through encodeURIComponent. */
  readonly path: string;
  /** A list is repeated: `user_id=a&user_id=b`. */
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Milliseconds, the body's arrival included. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

export interface ClerkAnswer {
  readonly data: unknown;
  /** When Clerk answered, by its clock; milliseconds, of a second's precision. */
  readonly date: number;
}

/**
 * Why Clerk did not do it. `refused`: it answered 4xx, and nothing was done. `rate_limited`: neither, come back later. `unavailable` and
 * `malformed`: no answer or none that can be read, and whether it was done is not known.
 */
export class ClerkFault extends Error {
  override readonly name = "ClerkFault";
  constructor(
    readonly kind: "refused" | "rate_limited" | "unavailable" | "malformed",
    /** Of the answer; 0 where there was none. */
    readonly status: number,
    /** Clerk's own code of the first error, such as "resource_not_found". */
    readonly code: string | null,
    /** Seconds until it makes sense to ask again, where Clerk said so. */
    readonly retryAfter: number | null,
    /** When Clerk answered, as in ClerkAnswer; null where there was no answer. */
    readonly date: number | null,
    cause?: unknown,
  ) {
    // Ids and codes: Clerk's messages may repeat what was sent.
    super(`Clerk: ${kind} ${status} ${code ?? ""}`.trim(), { cause });
  }
}

const defaultUrl = "https://api.clerk.com";
/** The version of the Backend API whose JSON src/server/sync/content.ts reads; the installed SDK's too. */
export const clerkApiVersion = "2026-05-12";
const defaultTimeout = 10_000;
/** An answer's body, bytes: a page of 500 users is about 2 MB. */
const bodyLimit = 16 * 1024 * 1024;

const Errors = z.object({ errors: z.array(z.object({ code: z.string().max(100) })).min(1) });

/** @throws ClerkFault */
export async function callClerk(call: ClerkCall): Promise<ClerkAnswer> {
  const timeout = AbortSignal.timeout(call.timeout ?? defaultTimeout);
  const signal = call.signal ? AbortSignal.any([timeout, call.signal]) : timeout;
  const { response, text } = await send(call, signal);
  if (!response.ok) throw faultOf(response, text);
  const data = parse(text);
  const date = dateOf(response);
  if (data === undefined || date === null)
    throw new ClerkFault("malformed", response.status, null, null, null);
  return { data, date };
}

async function send(
  call: ClerkCall,
  signal: AbortSignal,
): Promise<{ response: Response; text: string }> {
  const { CLERK_API_URL, CLERK_SECRET_KEY } = env();
  const url = new URL(`${(CLERK_API_URL ?? defaultUrl).replace(/\/$/, "")}/v1${call.path}`);
  for (const [name, value] of Object.entries(call.query ?? {}))
    for (const each of typeof value === "object" ? value : [value])
      url.searchParams.append(name, String(each));
  try {
    const response = await fetch(url, {
      method: call.method,
      headers: {
        authorization: `Bearer ${CLERK_SECRET_KEY}`,
        "clerk-api-version": clerkApiVersion,
        accept: "application/json",
        ...(call.body ? { "content-type": "application/json" } : {}),
      },
      body: call.body ? JSON.stringify(call.body) : null,
      // A redirect would carry the secret key elsewhere.
      redirect: "error",
      cache: "no-store",
      signal,
    });
    return { response, text: await readText(response) };
  } catch (error) {
    if (error instanceof ClerkFault) throw error;
    throw new ClerkFault("unavailable", 0, null, null, null, error);
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > bodyLimit) throw new ClerkFault("malformed", response.status, null, null, null);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function faultOf(response: Response, text: string): ClerkFault {
  const { status } = response;
  const code = Errors.safeParse(parse(text)).data?.errors[0]?.code ?? null;
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfter = Number.isFinite(wait) && wait >= 0 ? wait : null;
  const kind = status === 429 ? "rate_limited" : status >= 500 ? "unavailable" : "refused";
  return new ClerkFault(kind, status, code, retryAfter, dateOf(response));
}

function dateOf(response: Response): number | null {
  const date = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(date) ? null : date;
}

/** Undefined where the text is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
