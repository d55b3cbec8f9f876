import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { createTRPCClient, getUntypedClient, httpBatchLink } from "@trpc/client";
import { createHydrationHelpers } from "@trpc/react-query/rsc";
import { createRecursiveProxy } from "@trpc/server/unstable-core-do-not-import";
import superjson from "superjson";
import { makeQueryClient } from "@/src/client/query-client";
import { readPrincipal } from "@/src/server/auth/session";
import { createCaller } from "@/src/server/trpc/caller";
import { createAnonymousContext, createContext } from "@/src/server/trpc/context";
import type { AppRouter } from "@/src/server/trpc/root";

/**
 * Stands in the place of src/server/trpc/server.ts in a copy of the application: its pages are the same, and call their
 * procedures over HTTP, at their own server. Calls of the same tick share a request, as tRPC's usual client has it.
 */
const getQueryClient = cache(makeQueryClient);
const getContext = cache(async () => createContext(await readPrincipal()));

export async function getRequestId(): Promise<string> {
  return (await getContext()).requestId;
}

export async function getUserId(): Promise<string | null> {
  const { principal } = await getContext();
  return principal.kind === "person" ? principal.userId : null;
}

export const getCaller = cache(async () => {
  const authorization = (await headers()).get("authorization") ?? "";
  const client = getUntypedClient(
    createTRPCClient<AppRouter>({
      links: [
        httpBatchLink({
          url: `${process.env["HTTP_LOOP_URL"] ?? ""}/api/trpc`,
          transformer: superjson,
          headers: { authorization },
        }),
      ],
    }),
  );
  const call = createRecursiveProxy(({ path, args }) => client.query(path.join("."), args[0]));
  // Guarantee: pages call queries alone, each by its path and with one input, and get what the caller would answer.
  return call as ReturnType<typeof createCaller>;
});

export function readPrefetchErrors(path?: string): unknown[] {
  return getQueryClient()
    .getQueryCache()
    .getAll()
    .filter(({ queryKey: [name] }) => !path || (Array.isArray(name) && name.join(".") === path))
    .flatMap(({ state }) => state.error ?? []);
}

export const publicCaller = createCaller(createAnonymousContext());

export async function getHydration() {
  return createHydrationHelpers<AppRouter>(await getCaller(), getQueryClient);
}
