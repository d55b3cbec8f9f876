import type { Outputs } from "@/src/client/trpc";
import { Badge } from "@/src/ui/badge";
import { Table } from "@/src/ui/table";
import { Moment } from "@/src/ui/time";
import { Findings } from "./findings";
import { duration, reasonOf, runWords, titleOf } from "./words";

const columns = [
  { name: "Run" },
  { name: "Status" },
  { name: "Started" },
  { name: "Took", className: "text-right" },
  { name: "Looked at", className: "text-right" },
  { name: "Found" },
];
const number = new Intl.NumberFormat("en-GB");

interface Props {
  runs: Outputs["run"]["list"]["items"];
}

export function RunTable({ runs }: Props) {
  return (
    <Table caption="Runs" columns={columns}>
      {runs.map((run) => (
        <tr key={run.id} className="align-top">
          <td className="px-4 py-2.5">
            <span className="block text-ui font-medium whitespace-nowrap">{titleOf(run)}</span>
            <span className="block font-mono text-xs whitespace-nowrap text-muted">
              by {run.startedBy}
            </span>
          </td>
          <td className="px-4 py-2.5">
            <span className="flex gap-1">
              <Badge tone={runWords[run.status].tone}>{runWords[run.status].name}</Badge>
              {run.dryRun && <Badge>Dry run</Badge>}
            </span>
            {run.error && (
              <span className="mt-1 block min-w-48 text-xs text-muted">{reasonOf(run.error)}</span>
            )}
          </td>
          <td className="px-4 py-2.5 text-muted">
            <Moment date={run.startedAt ?? run.createdAt} />
          </td>
          <td className="px-4 py-2.5 text-right whitespace-nowrap">
            {run.startedAt && run.finishedAt
              ? duration(run.finishedAt.getTime() - run.startedAt.getTime())
              : "–"}
          </td>
          <td className="px-4 py-2.5 text-right">{number.format(run.done)}</td>
          <td className="min-w-48 px-4 py-2.5">
            <Findings found={run.found} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
