import Link from "next/link";
import type { ReactNode } from "react";

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly about?: ReactNode;
  /** Where what it counts can be seen. */
  readonly href?: string;
  readonly alarming?: boolean;
}

/** Figures side by side. */
export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {tiles.map(({ name, value, about, href, alarming }) => (
        <div key={name} className="rounded-card border bg-surface px-4 py-4">
          <dt className="text-small text-muted">
            {href ? (
              <Link
                href={href}
                prefetch={false}
                className="rounded-control hover:text-text hover:underline"
              >
                {name}
              </Link>
            ) : (
              name
            )}
          </dt>
          <dd
            className={`mt-1 text-2xl font-semibold tracking-tight tabular-nums ${alarming ? "text-danger" : ""}`}
          >
            {value}
          </dd>
          {about && <dd className="mt-1 text-xs text-muted">{about}</dd>}
        </div>
      ))}
    </dl>
  );
}
