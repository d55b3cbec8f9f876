import { useId, type ReactNode } from "react";

interface SectionProps {
  title: string;
  about: ReactNode;
  action: ReactNode;
}

/** One thing that can be done on a page of settings: what it is, and its button. */
export function SettingsSection({ title, about, action }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="flex flex-wrap items-center justify-between gap-4 rounded-card border bg-surface p-5"
    >
      <div className="max-w-[60ch]">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        <p className="mt-1 text-muted">{about}</p>
      </div>
      {action}
    </section>
  );
}
