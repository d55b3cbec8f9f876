import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether React listens: false in what the server rendered, until the browser has taken it over. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/**
 * For a control whose change is acted on: it waits until somebody listens. What is chosen in the server's HTML before that would
 * be shown and never sent. The attribute keeps such a control from fading in (app/globals.css).
 */
export function useUntilHydrated(disabled = false) {
  const waits = !useHydrated() && !disabled;
  return { disabled: disabled || waits, "data-starting": waits || undefined };
}
