import Link from "next/link";
import { hrefOfSubject } from "./paths";

interface SubjectRefProps {
  id: string;
  /** By their ids, what people and organizations are called. */
  names: Readonly<Record<string, string>>;
}

/** An id in a row: the name where there is one, leading to the page about it where there is one. */
export function SubjectRef({ id, names }: SubjectRefProps) {
  const href = hrefOfSubject(id);
  const name = names[id];
  // What has no name is told apart by how its id begins; the rest is read where it is needed.
  const shape =
    name === undefined
      ? "inline-block max-w-24 truncate align-bottom font-mono text-xs"
      : "whitespace-nowrap";
  if (href === null)
    return (
      <span title={id} className={`${shape} text-muted`}>
        {name ?? id}
      </span>
    );
  return (
    <Link
      href={href}
      prefetch={false}
      title={id}
      className={`rounded-control hover:underline ${shape}`}
    >
      {name ?? id}
    </Link>
  );
}
