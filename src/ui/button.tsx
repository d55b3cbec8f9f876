import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { join } from "./join";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  secondary: "bg-surface text-text hover:bg-subtle border-border",
  ghost: "bg-transparent text-muted hover:bg-subtle hover:text-text border-transparent",
  danger: "bg-danger text-on-danger hover:bg-danger-hover border-transparent",
} as const;

export type ButtonLook = keyof typeof looks;

/** The classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = "secondary", extra?: string): string {
  return join(
    "inline-flex h-9 items-center justify-center gap-2 rounded-control border px-3 text-ui font-medium whitespace-nowrap transition-colors duration-100 select-none disabled:opacity-55 aria-disabled:opacity-55",
    looks[look],
    extra,
  );
}

type ButtonProps = ComponentProps<"button"> & { look?: ButtonLook; busy?: boolean };

/** `busy` keeps the button's width and says so to screen readers; it cannot be pressed twice. */
export function Button({
  look = "secondary",
  busy = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled === true || busy}
      aria-busy={busy || undefined}
      className={buttonClass(look, join("relative", className))}
    >
      {busy && <LoaderCircle aria-hidden className="absolute size-4 animate-spin" />}
      <span className={join("inline-flex items-center gap-2", busy && "invisible")}>
        {children}
      </span>
    </button>
  );
}

/** A button that shows only a picture; `label` is what it does, in words. */
export function IconButton({
  label,
  className,
  children,
  ...rest
}: ComponentProps<"button"> & { label: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={join(
        "inline-flex size-8 shrink-0 items-center justify-center rounded-control text-muted transition-colors duration-100 hover:bg-subtle hover:text-text disabled:opacity-50 aria-disabled:opacity-50 [&>svg]:size-4",
        className,
      )}
    >
      {children}
    </button>
  );
}
