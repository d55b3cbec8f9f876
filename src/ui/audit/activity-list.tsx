"use client";

import { History, SearchX } from "lucide-react";
import { trpc } from "@/src/client/trpc";
import { InfiniteList } from "../infinite-list";
import { State } from "../state";
import { ActivityRow } from "./activity-row";
import { auditInput, isFiltered, type ActivityAddress } from "./address";
import { useNames } from "./use-names";

export function ActivityList({ address }: { address: ActivityAddress }) {
  const list = trpc.audit.list.useInfiniteQuery(auditInput(address), {
    getNextPageParam: (page) => page.nextCursor,
  });
  const events = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { nameOf } = useNames(
    events.flatMap(({ actorId, subjectId }) =>
      [actorId, subjectId].filter((id): id is string => id?.startsWith("user_") ?? false),
    ),
  );
  return (
    <section aria-label="Activity">
      <InfiniteList
        list={list}
        loading="Loading the activity"
        failed="The activity could not be loaded"
        empty={isFiltered(address) ? <NothingMatches /> : <NothingYet />}
        row={(event) => <ActivityRow key={event.id} event={event} nameOf={nameOf} />}
      />
    </section>
  );
}

function NothingMatches() {
  return (
    <State icon={<SearchX />} title="Nothing matches">
      Choose another person, action or outcome, or clear the filter.
    </State>
  );
}

function NothingYet() {
  return (
    <State icon={<History />} title="Nothing has happened yet">
      Every change in this organization is written down here, and every attempt that was refused.
    </State>
  );
}
