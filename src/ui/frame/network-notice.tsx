"use client";

import { CloudOff } from "lucide-react";
import { useSyncExternalStore } from "react";

/** Says while the browser has no network. Changes wait meanwhile, and are sent when it is back. */
export function NetworkNotice() {
  const online = useSyncExternalStore(
    watch,
    () => navigator.onLine,
    () => true,
  );
  return (
    // Always there, so that screen readers hear what comes into it.
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-2 z-40 flex justify-center px-4"
    >
      {!online && (
        <p className="flex items-center gap-2 rounded-control border bg-warning-subtle px-3 py-1.5 text-small font-medium text-warning shadow-elevation">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          You are offline. Changes are sent when you are back.
        </p>
      )}
    </div>
  );
}

function watch(onChange: () => void): () => void {
  window.addEventListener("online", onChange);
  window.addEventListener("offline", onChange);
  return () => {
    window.removeEventListener("online", onChange);
    window.removeEventListener("offline", onChange);
  };
}
