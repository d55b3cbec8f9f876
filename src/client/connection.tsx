"use client";

import { useAuth, useClerk } from "@clerk/nextjs";
import { QueryClientProvider } from "@tanstack/react-query";
import { httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { EventSource } from "eventsource";
import { useState, type ReactNode } from "react";
import superjson from "superjson";
import { batchLimit } from "@/src/access/limits";
import { pageOrganizationHeader } from "@/src/access/page-organization";
import { readFault, SignedOutError } from "./fault";
import { leave } from "./leave";
import { notifySlow } from "./notify";
import { oneOfEach } from "./one-of-each";
import { makeQueryClient } from "./query-client";
import { readToken } from "./read-token";
import { retryRefused } from "./retry-refused";
import { streamFetch } from "./stream-fetch";
import { tellSlow } from "./tell-slow";
import { trpc } from "./trpc";
import { useReverify } from "./use-reverify";

/** Milliseconds: longer than nearly every answer takes, and shorter than it takes to press again. */
const slowAfterMs = 4_000;

interface ConnectionProps {
  /** Whom the server rendered this page for. */
  userId: string;
  /** Every call is made as a member of this organization; null for what is the person's own. */
  organizationId: string | null;
  children: ReactNode;
}

/**
 * The calls of one person, in one organization or in none, with a client and a cache of their own. Mount it with a `key` of
 * both ids: another person or another organization then starts empty, and two never share a batch.
 */
export function Connection({ userId, organizationId, children }: ConnectionProps) {
  const { getToken } = useAuth();
  const clerk = useClerk();
  const reverify = useReverify();

  const [queryClient] = useState(() => makeQueryClient((error) => leave(readFault(error).code)));
  const [client] = useState(() => {
    const ownToken = async (options: { skipCache?: boolean } = {}) => {
      const token = await readToken(getToken, organizationId, options);
      // Someone else may have signed in meanwhile, in this tab or another; this cache is not theirs.
      if (clerk.user?.id !== userId) throw new SignedOutError();
      return token;
    };
    const refreshToken = () => ownToken({ skipCache: true });
    // The token that was looked at, not the cookie: another tab may switch its organization, or its account.
    const headers = async () => ({
      authorization: `Bearer ${await ownToken()}`,
      ...(organizationId ? { [pageOrganizationHeader]: organizationId } : {}),
    });
    const server = { url: "/api/trpc", transformer: superjson };
    const calls = { ...server, headers };
    return trpc.createClient({
      links: [
        retryRefused({
          permission_stale: refreshToken,
          reverification_required: async () => {
            await reverify();
            await refreshToken();
          },
          organization_mismatch: async () => {
            await clerk.setActive({ organization: organizationId });
            await refreshToken();
          },
        }),
        tellSlow({ after: slowAfterMs, tell: notifySlow }),
        splitLink({
          condition: ({ type }) => type === "subscription",
          // The browser's own EventSource sends no headers, and a token in an address is kept by logs.
          true: httpSubscriptionLink({
            ...server,
            EventSource,
            eventSourceOptions: () => ({ fetch: streamFetch(headers) }),
          }),
          false: oneOfEach(httpBatchLink({ ...calls, maxItems: batchLimit }), httpLink(calls)),
        }),
      ],
    });
  });

  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </trpc.Provider>
  );
}
