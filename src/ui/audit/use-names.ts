"use client";

import { useCan } from "@/src/client/can";
import { trpc, type Outputs } from "@/src/client/trpc";

export type Member = Outputs["member"]["list"]["items"][number];

interface Names {
  /** The members that a list can offer: of a large organization the first hundred. */
  readonly members: readonly Member[];
  /** Null for whom nothing is known: somebody who has left, or whom the reader may not see. */
  readonly nameOf: (userId: string) => string | null;
}

/** Puts names to the ids of the trail. Those beyond the first hundred members are asked for by their ids. */
export function useNames(userIds: readonly string[]): Names {
  const maySee = useCan("org:members:read");
  const first = trpc.member.list.useQuery({}, { enabled: maySee });
  const members = first.data?.items ?? [];
  const known = new Set<string>(members.map(({ userId }) => userId));
  const missing = [...new Set(userIds)].filter((id) => !known.has(id)).sort();
  const more = trpc.useQueries((each) =>
    // Where all members are known already, whoever is missing is none.
    maySee && first.data?.nextCursor
      ? chunksOf(missing, 100).map((ids) => each.member.list({ userIds: ids, limit: 100 }))
      : [],
  );
  const everybody = [...members, ...more.flatMap(({ data }) => data?.items ?? [])];
  const names = new Map<string, string | null>(
    everybody.map(({ userId, name, email }) => [userId, name ?? email]),
  );
  return { members, nameOf: (userId) => names.get(userId) ?? null };
}

function chunksOf(ids: readonly string[], size: number): string[][] {
  const count = Math.ceil(ids.length / size);
  return Array.from({ length: count }, (_, at) => ids.slice(at * size, (at + 1) * size));
}
