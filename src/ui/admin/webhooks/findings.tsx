import Link from "next/link";
import type { Outputs } from "@/src/client/trpc";
import { hrefOfWebhooks } from "./address";

/** What a verdict on a subject means for whoever reads the report. */
const verdicts: Readonly<Record<string, string>> = {
  same: "the same",
  missing: "missing here",
  changed: "changed",
  gone: "gone at Clerk",
  passed: "left to their own webhooks",
  contradicts: "deleted here, alive there",
  unreadable: "not readable",
};

type Found = Outputs["run"]["get"]["found"];

/** The report of a run: a reconcile's by kind and verdict, a replay's by outcome. */
export function Findings({ found }: { found: Found }) {
  if (found.length === 0) return null;
  return (
    <ul className="mt-2 grid gap-1">
      {found.map(({ of, verdict, count, ids, columns }) => (
        <li key={`${of} ${verdict}`}>
          <span className="font-medium tabular-nums">{count}</span> {of !== null && `${of}: `}
          {verdicts[verdict] ?? verdict}
          {columns.length > 0 && ` (${columns.join(", ")})`}
          {ids.length > 0 && (
            <details className="mt-0.5 ml-4">
              <summary className="w-fit rounded-control text-xs text-muted hover:text-text">
                Which
              </summary>
              <ul className="mt-1 font-mono text-xs break-all">
                {ids.map((id) => (
                  <li key={id}>
                    {id.split("/").map((part, index) => (
                      <span key={part}>
                        {index > 0 && " / "}
                        <Link
                          href={hrefOfWebhooks({ subject: part })}
                          prefetch={false}
                          className="rounded-control text-muted hover:text-text hover:underline"
                        >
                          {part}
                        </Link>
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
