"use client";

import { useId, type ComponentProps } from "react";
import { join } from "./join";

const control =
  "w-full rounded-control border border-border-strong/60 bg-surface px-3 text-ui text-text placeholder:text-muted aria-invalid:border-danger";

interface Labelled {
  label: string;
  /** What the server, or the browser, found wrong with this field. */
  error?: string | null;
  hint?: string;
  /** The label is read out but not shown: only where its place makes it plain. */
  hideLabel?: boolean;
}

function useDescribed({ error, hint }: Labelled) {
  const id = useId();
  const describedBy = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return {
    id,
    control: { id, "aria-invalid": error ? true : undefined, "aria-describedby": describedBy },
  };
}

function Frame({
  id,
  labelled,
  children,
}: {
  id: string;
  labelled: Labelled;
  children: React.ReactNode;
}) {
  const { label, error, hint, hideLabel } = labelled;
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-small font-medium"}>
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-small text-danger">
          {error}
        </p>
      ) : hint ? (
        <p id={`${id}-hint`} className="text-small text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

export function TextField({
  label,
  error,
  hint,
  hideLabel,
  className,
  ...rest
}: ComponentProps<"input"> & Labelled) {
  const labelled = { label, error, hint, hideLabel };
  const described = useDescribed(labelled);
  return (
    <Frame id={described.id} labelled={labelled}>
      <input {...rest} {...described.control} className={join(control, "h-9", className)} />
    </Frame>
  );
}

export function TextArea({
  label,
  error,
  hint,
  hideLabel,
  className,
  ...rest
}: ComponentProps<"textarea"> & Labelled) {
  const labelled = { label, error, hint, hideLabel };
  const described = useDescribed(labelled);
  return (
    <Frame id={described.id} labelled={labelled}>
      <textarea
        {...rest}
        {...described.control}
        className={join(control, "py-2 leading-relaxed", className)}
      />
    </Frame>
  );
}

export function SelectField({
  label,
  error,
  hint,
  hideLabel,
  className,
  ...rest
}: ComponentProps<"select"> & Labelled) {
  const labelled = { label, error, hint, hideLabel };
  const described = useDescribed(labelled);
  return (
    <Frame id={described.id} labelled={labelled}>
      <select {...rest} {...described.control} className={join(control, "h-9", className)} />
    </Frame>
  );
}
