import Link from "next/link";
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

interface Line {
  readonly text: string;
  readonly count: number;
  readonly ids: readonly string[];
}

/** The report of a run: a reconcile's by kind and verdict, a replay's by outcome. */
export function Findings({ found }: { found: unknown }) {
  const lines = linesOf(found).filter(({ count }) => count > 0);
  if (lines.length === 0) return null;
  return (
    <ul className="mt-2 grid gap-1">
      {lines.map(({ text, count, ids }) => (
        <li key={text}>
          <span className="font-medium tabular-nums">{count}</span> {text}
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

function linesOf(found: unknown): Line[] {
  return Object.entries(objectOf(found)).flatMap(([name, value]) => {
    if (typeof value === "number") return [{ text: name, count: value, ids: [] }];
    const { counts, ids, columns } = objectOf(value);
    const differing = Object.keys(objectOf(columns)).join(", ");
    return Object.entries(objectOf(counts)).map(([verdict, count]) => ({
      text:
        `${name}: ${verdicts[verdict] ?? verdict}` +
        (verdict === "changed" && differing !== "" ? ` (${differing})` : ""),
      count: typeof count === "number" ? count : 0,
      ids: textsOf(objectOf(ids)[verdict]),
    }));
  });
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  // Guarantee: an object that is no list may be read by any key.
  return value as Readonly<Record<string, unknown>>;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
