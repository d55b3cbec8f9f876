import type { ReactNode } from "react";
import type { Outputs } from "@/src/client/trpc";
import { Badge } from "@/src/ui/badge";
import { Moment } from "@/src/ui/time";
import { Subjects } from "./subjects";
import { duration, sourceWords, statusWords } from "./words";

/** Everything that is known of a delivery but what it says. */
export function DeliveryFacts({ delivery }: { delivery: Outputs["delivery"]["get"] }) {
  const { sentAt, processedAt, reducedAt, error, lag } = delivery;
  const status = statusWords[delivery.status];
  const facts: [string, ReactNode][] = [
    [
      "Status",
      <span key="status" className="flex flex-wrap items-center gap-2">
        <Badge tone={status.tone}>{status.name}</Badge>
        {error && <code className="font-mono text-xs break-all text-muted">{error}</code>}
      </span>,
    ],
    ["Source", sourceWords[delivery.source]],
    ["About", <Subjects key="about" subjects={delivery.subjects} />],
    ["Clerk instance", delivery.instanceId ?? "Not said"],
    ["Clerk's time", sentAt ? <Moment date={sentAt} /> : "Not said"],
    ["Received", <Moment key="received" date={delivery.receivedAt} />],
    ["Processed", processedAt ? <Moment date={processedAt} /> : "Not yet"],
    ["Lag", lag === null ? "–" : duration(lag)],
    [
      "Attempts",
      <span key="attempts">
        {delivery.attempts}, the last <Moment date={delivery.lastAttemptAt} />
      </span>,
    ],
  ];
  if (reducedAt) facts.push(["Reduced", <Moment key="reduced" date={reducedAt} />]);
  return (
    <dl className="grid gap-x-8 gap-y-4 rounded-card border bg-surface p-4 sm:grid-cols-2 lg:grid-cols-3">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-small text-muted">{name}</dt>
          <dd className="mt-0.5">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
