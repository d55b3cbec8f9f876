"use client";

import type { PageErrorProps } from "@/src/ui/page-error";
import "./globals.css";

/** The last resort: the root layout itself failed, so nothing of it may be used here. */
export default function GlobalError({ error, reset }: PageErrorProps) {
  return (
    <html lang="en">
      <body className="min-h-dvh font-sans">
        <main className="mx-auto max-w-xl px-4 py-24 text-center">
          <h1 className="text-xl font-semibold">Gatehouse could not be loaded</h1>
          <p className="mt-2 text-muted">
            Something went wrong on our side. Try again in a moment.
          </p>
          {error.digest && <p className="mt-2 font-mono text-small text-muted">{error.digest}</p>}
          <button
            type="button"
            onClick={reset}
            className="mt-6 h-9 rounded-control bg-accent px-4 font-medium text-on-accent"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
