import "server-only";
import { auth } from "@clerk/nextjs/server";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { log } from "@/src/server/log";
import { mintPrincipal } from "./claims";
import { anonymous, type Principal } from "./principal";

/**
 * The principal of the request being served, from Clerk's auth(). Without the middleware Clerk has verified nothing, and the
 * caller is nobody; a header sent to pretend otherwise fails Clerk's own signature over it. Asked once while a page renders,
 * however many of its parts want to know.
 */
export const readPrincipal = cache(async (): Promise<Principal> => {
  const middlewareRan = (await headers()).has("x-clerk-auth-status");
  if (!middlewareRan) return anonymous;
  try {
    return mintPrincipal(await auth());
  } catch (error) {
    unstable_rethrow(error); // Next steers by throwing.
    log.warn({ error }, "the headers of Clerk's middleware do not verify; treated as signed out");
    return anonymous;
  }
});
