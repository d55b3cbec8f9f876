import "server-only";
import { notFound, redirect } from "next/navigation";
import { TRPCError } from "@trpc/server";
import { cache } from "react";
import { errorCodes, type ErrorCode } from "@/src/access/errors";
import { errorCodeOf } from "@/src/server/trpc/fault";
import { getCaller, readPrefetchErrors } from "@/src/server/trpc/server";
import type { Person } from "./principal";
import { readPrincipal } from "./session";

/**
 * What a page asks before it reads anything. This only chooses the page to show: what may be read, the procedures decide. Each page
 * asks for itself, because a layout is not rendered again when somebody moves between its pages.
 */
export async function isSignedIn(): Promise<boolean> {
  return (await readPrincipal()).kind === "person";
}

/** A signed-in person, or off to the sign-in page and back to `returnTo` (a path of ours) afterwards. */
export async function requirePerson(returnTo: string): Promise<Person> {
  const principal = await readPrincipal();
  if (principal.kind !== "person")
    redirect(`/sign-in?redirect_url=${encodeURIComponent(returnTo)}`);
  return principal;
}

export type OrganizationOfPage =
  | { readonly kind: "active"; readonly person: Person; readonly organizationId: string }
  /** The person's own, but not the one that their token is for: the page switches to it first. */
  | { readonly kind: "inactive"; readonly organizationId: string };

/**
 * The organization that an address names. The token's own slug counts before the mirror's, which may not have heard of it
 * yet. An organization of other people answers like one that does not exist.
 */
export async function requireOrganization(
  slug: string,
  returnTo: string,
): Promise<OrganizationOfPage> {
  const person = await requirePerson(returnTo);
  if (person.organization?.slug === slug) {
    return { kind: "active", person, organizationId: person.organization.id };
  }
  const me = await answerOrLeave(readMe(), returnTo);
  const own = me.organizations.find((organization) => organization.slug === slug);
  if (!own) notFound();
  // Renamed a moment ago: the token still has the old slug, but it is the same organization.
  if (own.id === person.organization?.id) return { kind: "active", person, organizationId: own.id };
  return { kind: "inactive", organizationId: own.id };
}

const readMe = cache(async () => (await getCaller()).me.get());

/** A platform administrator; anybody else goes to their own pages. Asked through the gate, which has the last word. */
export async function orDashboard<T>(answer: Promise<T>, returnTo: string): Promise<T> {
  try {
    return await answerOrLeave(answer, returnTo);
  } catch (error) {
    if (refusalOf(error) === "not_administrator") redirect("/dashboard");
    throw error;
  }
}

/**
 * The answer of a procedure. A session that is over leads to the page that ends it in the browser too, and what is not there,
 * or not the caller's, to the page that says so.
 */
export async function answerOrLeave<T>(answer: Promise<T>, returnTo: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    leaveOn(error, returnTo);
    throw error;
  }
}

/** The same for what the page prefetched: whatever else went wrong with it, its own components say in its place. */
export function leaveIfRefused(returnTo: string): void {
  for (const error of readPrefetchErrors()) leaveOn(error, returnTo);
}

/**
 * The same, where the caller's role may not reach what was prefetched of the procedure that the page is about: false then, and
 * the page says so in its place.
 */
export function isAllowedOrLeave(path: string, returnTo: string): boolean {
  leaveIfRefused(returnTo);
  return !readPrefetchErrors(path).some(isBeyondRole);
}

function isBeyondRole(error: unknown): boolean {
  const code = refusalOf(error);
  return code === "permission_missing" || code === "permission_stale";
}

function leaveOn(error: unknown, returnTo: string): void {
  const code = refusalOf(error);
  // An organization that is not the caller's any more is like any other that is not.
  if (code === "not_found" || code === "membership_removed") notFound();
  if (code !== null && errorCodes[code].http === 401) {
    const page = code === "signed_out" ? "/sign-in" : "/session-ended";
    redirect(`${page}?redirect_url=${encodeURIComponent(returnTo)}`);
  }
}

/** The answer, or null where the caller's role does not allow it: the page then says so in its place. */
export async function answerIfAllowed<T>(answer: Promise<T>, returnTo: string): Promise<T | null> {
  try {
    return await answerOrLeave(answer, returnTo);
  } catch (error) {
    if (isBeyondRole(error)) return null;
    throw error;
  }
}

/** The code with which a procedure refused; null for anything else that was thrown. */
export function refusalOf(error: unknown): ErrorCode | null {
  return error instanceof TRPCError ? errorCodeOf(error) : null;
}
