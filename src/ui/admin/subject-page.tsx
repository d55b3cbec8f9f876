import type { ReactNode } from "react";

interface SubjectPageProps {
  /** Facts and what can be done; beside the rest where there is room, above it where there is not. */
  aside: ReactNode;
  children: ReactNode;
}

/** The body of a page about one person or one organization. */
export function SubjectPage({ aside, children }: SubjectPageProps) {
  return (
    <div className="grid grid-cols-1 items-start gap-8 xl:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="grid min-w-0 gap-4 xl:sticky xl:top-8 xl:order-2">{aside}</div>
      <div className="grid min-w-0 grid-cols-1 gap-8">{children}</div>
    </div>
  );
}
