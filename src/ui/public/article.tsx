import type { ReactNode } from "react";

/** The head of a public page: its one heading and what it says in a sentence. */
export function Lead({ title, children }: { title: string; children: ReactNode }) {
  return (
    <header className="max-w-[46rem] py-12 lg:py-16">
      <h1 className="text-3xl leading-tight font-semibold tracking-tight text-balance sm:text-4xl">
        {title}
      </h1>
      <p className="mt-4 max-w-[60ch] text-base text-muted">{children}</p>
    </header>
  );
}

interface PartProps {
  /** Of the heading. */
  id: string;
  title: string;
  children: ReactNode;
}

/** A part of a public page: its heading stands beside it where there is room. */
export function Part({ id, title, children }: PartProps) {
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-10 gap-y-4 border-t py-10 lg:grid-cols-[14rem_1fr]"
    >
      <h2 id={id} className="text-lg font-semibold tracking-tight">
        {title}
      </h2>
      <div className="grid min-w-0 max-w-[68ch] gap-4 text-base leading-relaxed">{children}</div>
    </section>
  );
}
