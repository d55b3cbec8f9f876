"use client";

import type { Outputs } from "@/src/client/trpc";
import { Avatar } from "../avatar";
import { Badge } from "../badge";
import { CopyButton } from "../copy-button";
import { Moment } from "../time";
import { wordsOfAction, wordsOfOutcome } from "./words";

export type ActivityEvent = Outputs["audit"]["list"]["items"][number];

interface ActivityRowProps {
  event: ActivityEvent;
  nameOf: (userId: string) => string | null;
}

/** One row of the trail: who, what, about what, how it came out, when, and the name of the request in the server's log. */
export function ActivityRow({ event, nameOf }: ActivityRowProps) {
  const { actorId, impersonatorId, action, subjectId, outcome, requestId, createdAt } = event;
  const actor = actorId === null ? "The system" : (nameOf(actorId) ?? "Somebody who is no member");
  const { name, tone, about } = wordsOfOutcome(outcome);
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <Avatar name={actor} imageUrl={null} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium break-words">{wordsOfAction(action)}</span>
          {outcome !== "done" && <Badge tone={tone}>{name}</Badge>}
          {impersonatorId !== null && <Badge tone="warning">Impersonated</Badge>}
        </p>
        <p className="text-small break-words text-muted">
          <span title={actorId ?? undefined}>{actor}</span>
          {impersonatorId !== null && (
            <>
              , by an administrator acting as them (<Id id={impersonatorId} />)
            </>
          )}
          {subjectId !== null && (
            <>
              {" · about "}
              {nameOf(subjectId) ?? <Id id={subjectId} />}
            </>
          )}
        </p>
        {about && <p className="text-small text-muted">{about}</p>}
        <p className="mt-0.5 text-small text-muted tabular-nums sm:hidden">
          <Moment date={createdAt} />
        </p>
      </div>
      <p className="hidden pt-0.5 text-small text-muted tabular-nums sm:block">
        <Moment date={createdAt} />
      </p>
      {requestId === null ? (
        <span className="size-8 shrink-0" />
      ) : (
        <CopyButton text={requestId} label={`Copy the request id ${requestId}`} />
      )}
    </li>
  );
}

/** As much of an id as tells it from others; the whole one for those who point at it. */
function Id({ id }: { id: string }) {
  return (
    <code title={id} className="font-mono text-xs">
      {id.split("-", 1)[0]?.slice(0, 13)}
    </code>
  );
}
