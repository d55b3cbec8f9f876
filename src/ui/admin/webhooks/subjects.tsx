import Link from "next/link";
import { hrefOfWebhooks } from "./address";

/** Whom it speaks of; each leads to everything that was heard of them. */
export function Subjects({ subjects }: { subjects: readonly string[] }) {
  if (subjects.length === 0) return <span className="text-muted">–</span>;
  return (
    <ul>
      {subjects.map((subject) => (
        <li key={subject}>
          <Link
            href={hrefOfWebhooks({ subject })}
            prefetch={false}
            className="rounded-control font-mono text-xs text-muted hover:text-text hover:underline"
          >
            {subject}
          </Link>
        </li>
      ))}
    </ul>
  );
}
