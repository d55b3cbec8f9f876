import "server-only";
import { auth } from "@clerk/nextjs/server";
import { headers } from "next/headers";
import { mintPrincipal } from "./claims";
import { anonymous, type Principal } from "./principal";

/**
 * The principal of the request being served, from Clerk's auth(). Without the middleware Clerk has verified nothing, and the
 * caller is nobody; a header sent to pretend otherwise fails Clerk's own signature over it.
 */
export async function readPrincipal(): Promise<Principal> {
  const middlewareRan = (await headers()).has("x-clerk-auth-status");
  if (!middlewareRan) return anonymous;
  try {
    return mintPrincipal(await auth());
  } catch (error) {
    // Other errors pass: Next steers by throwing, and what is ours must not look like a visitor.
    if (isForgery(error)) return anonymous;
    throw error;
  }
}

/** Clerk's SDK has no class for it, but puts a stable code into the message. */
function isForgery(error: unknown): boolean {
  return error instanceof Error && error.message.includes("(code=auth_signature_invalid)");
}
