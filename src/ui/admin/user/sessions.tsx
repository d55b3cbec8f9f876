import type { Outputs } from "@/src/client/trpc";
import { Badge } from "@/src/ui/badge";
import { Skeleton } from "@/src/ui/skeleton";
import { Table } from "@/src/ui/table";
import { Moment } from "@/src/ui/time";
import { Nothing } from "../section";

type Session = NonNullable<Outputs["admin"]["sessions"]["sessions"]>[number];

const columns = [
  { name: "Device" },
  { name: "From" },
  { name: "Last active" },
  { name: "Signed in" },
];

/** The open sessions of a person; null where Clerk does not say. */
export function SessionTable({ sessions }: { sessions: readonly Session[] | null }) {
  if (sessions === null)
    return <Nothing>Clerk did not answer, and nobody else knows. Reload to ask again.</Nothing>;
  if (sessions.length === 0) return <Nothing>Signed in nowhere.</Nothing>;
  return (
    <Table caption="Sessions" columns={columns}>
      {sessions.map((session) => (
        <tr key={session.id} className="hover:bg-subtle/50">
          <td className="px-4 py-2.5 whitespace-nowrap">
            {session.device ?? "Unknown device"}
            {session.impersonatorId && (
              <span className="ml-2">
                <Badge tone="warning">Impersonated</Badge>
              </span>
            )}
            <span className="block font-mono text-xs text-muted">{session.id}</span>
          </td>
          <td className="px-4 py-2.5 text-muted">
            {[session.place, session.ipAddress].filter(Boolean).join(", ") || "Not said"}
          </td>
          <td className="px-4 py-2.5 text-muted">
            <Moment date={session.lastActiveAt} />
          </td>
          <td className="px-4 py-2.5 text-muted">
            <Moment date={session.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Its place while Clerk is asked. */
export function SessionSkeleton() {
  return (
    <div
      role="status"
      aria-label="Asking Clerk for the sessions"
      className="rounded-card border bg-surface"
    >
      {[0, 1].map((row) => (
        <div key={row} className="flex h-14 items-center gap-6 border-b px-4 last:border-b-0">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-4 w-24" />
          <Skeleton className="ml-auto h-4 w-32" />
        </div>
      ))}
    </div>
  );
}
