"use client";

import { PageError, type PageErrorProps } from "@/src/ui/page-error";

export default function RootError(props: PageErrorProps) {
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-xl px-4 py-24 outline-none">
      <h1 className="sr-only">Error</h1>
      <PageError {...props} />
    </main>
  );
}
