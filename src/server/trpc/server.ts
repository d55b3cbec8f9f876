import "server-only";
import { cache } from "react";
import { createHydrationHelpers } from "@trpc/react-query/rsc";
import { makeQueryClient } from "@/src/client/query-client";
import { readPrincipal } from "@/src/server/auth/session";
import { createCaller } from "./caller";
import { createAnonymousContext, createContext } from "./context";
import type { AppRouter } from "./root";

/** What a server component needs, made once a request: React's cache ends with the request, and so does the QueryClient. */
const getQueryClient = cache(makeQueryClient);
const getContext = cache(async () => createContext(await readPrincipal()));

/** Names this request in the log and the audit trail. */
export async function getRequestId(): Promise<string> {
  return (await getContext()).requestId;
}

/** Whom this request comes from; null for nobody. */
export async function getUserId(): Promise<string | null> {
  const { principal } = await getContext();
  return principal.kind === "person" ? principal.userId : null;
}

/** Calls procedures in process as the caller of this request: `await caller.project.get({ id })`. */
export const getCaller = cache(async () => createCaller(await getContext()));

/** What this request prefetched in vain, so far, of one procedure or of any: prefetching itself never throws. */
export function readPrefetchErrors(path?: string): unknown[] {
  return getQueryClient()
    .getQueryCache()
    .getAll()
    .filter(({ queryKey: [name] }) => !path || (Array.isArray(name) && name.join(".") === path))
    .flatMap(({ state }) => state.error ?? []);
}

/** Calls procedures as nobody, reading neither cookies nor Clerk: for pages that are the same for everybody. */
export const publicCaller = createCaller(createAnonymousContext());

/**
 * `void trpc.project.list.prefetch(input)` in a server component, `<HydrateClient>` around its client components: they start
 * with the data and never fetch while the server renders.
 */
export async function getHydration() {
  return createHydrationHelpers<AppRouter>(await getCaller(), getQueryClient);
}
