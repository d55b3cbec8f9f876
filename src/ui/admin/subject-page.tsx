import type { ReactNode } from "react";

interface SubjectPageProps {
  facts: ReactNode;
  /** What can be done: buttons. */
  actions: ReactNode;
  children: ReactNode;
}

/** The body of a page about one person or one organization: what is known, what can be done, and then the lists, as wide as the page. */
export function SubjectPage({ facts, actions, children }: SubjectPageProps) {
  return (
    <div className="grid grid-cols-1 gap-8">
      <div className="overflow-hidden rounded-card border bg-surface">
        {facts}
        <section
          aria-label="Actions"
          className="flex flex-wrap items-start gap-2 border-t bg-background px-4 py-3"
        >
          {actions}
        </section>
      </div>
      {children}
    </div>
  );
}
