"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { ErrorPanel } from "./error-panel";

export interface PageErrorProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** For error.tsx files: the page could not be made. The digest names the error in the server's log. */
export function PageError({ error, reset }: PageErrorProps) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      // Without new data from the server the same error would only show again.
      router.refresh();
      reset();
    });
  return (
    <ErrorPanel
      title="This page could not be loaded"
      message="Something went wrong on our side, and nothing was changed. Try again in a moment."
      reference={error.digest ?? null}
      onRetry={retry}
    />
  );
}
