import type { Outputs } from "@/src/client/trpc";
import { EventTable } from "./audit/event-table";
import { Nothing, Section } from "./section";

interface LastActivityProps {
  of: Pick<Outputs["admin"]["user"], "activity" | "names">;
  /** Where the rest is. */
  href: string;
}

export function LastActivity({ of, href }: LastActivityProps) {
  return (
    <Section id="activity" title="Recent activity" more={{ href, name: "All activity" }}>
      {of.activity.length === 0 ? (
        <Nothing>Nothing was done, and nothing was refused.</Nothing>
      ) : (
        <EventTable caption="Recent activity" events={of.activity} names={of.names} short />
      )}
    </Section>
  );
}
