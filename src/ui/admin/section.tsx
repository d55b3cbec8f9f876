import Link from "next/link";
import type { ReactNode } from "react";

interface SectionProps {
  /** Of the heading; unique on the page. */
  id: string;
  title: string;
  /** Where there is more of it. */
  more?: { readonly href: string; readonly name: string } | null;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page about one thing. */
export function Section({ id, title, more, actions, children }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {more && (
          <Link
            href={more.href}
            prefetch={false}
            className="rounded-control text-small text-muted hover:text-text hover:underline"
          >
            {more.name}
          </Link>
        )}
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Instead of a table that has no rows. */
export function Nothing({ children }: { children: ReactNode }) {
  return (
    <p className="rounded-card border border-dashed px-4 py-6 text-center text-muted">{children}</p>
  );
}
