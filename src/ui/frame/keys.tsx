import { Fragment } from "react";

/** Keys to press one after the other. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="flex items-center gap-1">
      {keys.map((key, index) => (
        <Fragment key={key}>
          {index > 0 && <span className="sr-only">then</span>}
          <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border bg-subtle px-1.5 font-sans text-xs text-muted">
            {key}
          </kbd>
        </Fragment>
      ))}
    </span>
  );
}
