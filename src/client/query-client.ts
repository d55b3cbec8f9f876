import { environmentManager, MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import superjson from "superjson";
import { TRPCClientError } from "@trpc/client";

/**
 * Options that server and browser share. On the server a new one is made for each request, never kept. `onError` hears of
 * every call that failed.
 */
export function makeQueryClient(onError?: (error: unknown) => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Long enough that what the server prefetched is not fetched again on arrival.
        staleTime: 30_000,
        // On the server a second try would keep the page waiting; the browser asks again for what did not arrive.
        retry: (failures, error) =>
          !environmentManager.isServer() && failures < 2 && !isRefusal(error),
      },
      // What is still pending stays behind: a layout is sent while its page is still asking, and the same query, once pending
      // and once answered, would be rendered differently on the server than in the browser. Pages await what they prefetch.
      dehydrate: { serializeData: superjson.serialize },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}

/** A refusal (4xx) stays one however often it is asked for. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  // Guarantee: our error formatter always sends httpStatus; a network error has no data.
  const data = error.data as { httpStatus?: number } | null | undefined;
  return data?.httpStatus !== undefined && data.httpStatus < 500;
}
