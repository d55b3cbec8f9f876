import type { ReactNode } from "react";

interface StateProps {
  icon?: ReactNode;
  title: string;
  /** What this is, or what happened and what to do next. */
  children: ReactNode;
  /** The one thing to do. */
  action?: ReactNode;
}

/** What a place shows when it has nothing else to show: empty, refused, broken. */
export function State({ icon, title, children, action }: StateProps) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-card border border-dashed border-border px-6 py-12 text-center">
      {icon && (
        <div
          className="mb-2 inline-flex size-10 items-center justify-center rounded-full bg-subtle text-muted [&>svg]:size-5"
          aria-hidden
        >
          {icon}
        </div>
      )}
      <h2 className="text-base font-semibold">{title}</h2>
      <div className="max-w-[46ch] text-pretty text-muted">{children}</div>
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
