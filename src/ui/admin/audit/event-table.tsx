import type { Outputs } from "@/src/client/trpc";
import { wordsOfAction, wordsOfOutcome } from "@/src/ui/audit/words";
import { Badge } from "@/src/ui/badge";
import { CopyButton } from "@/src/ui/copy-button";
import { Table } from "@/src/ui/table";
import { Moment } from "@/src/ui/time";
import { SubjectRef } from "../subject-ref";

type Page = Outputs["admin"]["audit"];

interface EventTableProps {
  caption: string;
  events: Page["items"];
  names: Page["names"];
  /** Where all rows are one person's, or one organization's, there is less to tell them apart. */
  short?: boolean;
}

const short = [
  { name: "When" },
  { name: "Who" },
  { name: "What" },
  { name: "About" },
  { name: "Outcome" },
];
const full = [...short, { name: "Chain" }];

/** Rows of the audit trail, the newest first. */
export function EventTable({ caption, events, names, short: isShort = false }: EventTableProps) {
  return (
    <Table caption={caption} columns={isShort ? short : full}>
      {events.map((event) => (
        <tr key={event.id} className="hover:bg-subtle/50">
          <td className="px-4 py-2.5 text-muted">
            <span className="flex items-center gap-1">
              <Moment date={event.createdAt} />
              {!isShort && event.requestId && (
                <CopyButton
                  text={event.requestId}
                  label={`Copy the request id ${event.requestId}`}
                />
              )}
            </span>
          </td>
          <td className="px-4 py-2.5 whitespace-nowrap">
            {event.actorId && <SubjectRef id={event.actorId} names={names} />}
            {event.impersonatorId && (
              <span className="block text-xs text-muted">
                by <SubjectRef id={event.impersonatorId} names={names} />
              </span>
            )}
          </td>
          <td className="px-4 py-2.5 whitespace-nowrap">
            {wordsOfAction(event.action)}
            <span className="block font-mono text-xs text-muted">{event.action}</span>
          </td>
          <td className="px-4 py-2.5">
            {event.subjectId ? (
              <SubjectRef id={event.subjectId} names={names} />
            ) : (
              <span className="text-muted">–</span>
            )}
          </td>
          <td className="px-4 py-2.5">
            <OutcomeBadge outcome={event.outcome} />
          </td>
          {!isShort && (
            <td className="px-4 py-2.5 whitespace-nowrap">
              {event.organizationId ? (
                <SubjectRef id={event.organizationId} names={names} />
              ) : (
                <span className="text-muted">{event.chainId === "admin" ? "Admin" : "Own"}</span>
              )}
              <span className="block text-xs text-muted">no. {event.sequence}</span>
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

function OutcomeBadge({ outcome }: { outcome: string }) {
  const { name, tone, about } = wordsOfOutcome(outcome);
  return (
    <span title={about ?? undefined}>
      <Badge tone={tone}>{name}</Badge>
    </span>
  );
}
