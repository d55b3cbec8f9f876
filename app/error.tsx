"use client";

import { BareFrame } from "@/src/ui/frame/bare-frame";
import { PageError, type PageErrorProps } from "@/src/ui/page-error";

export default function RootError(props: PageErrorProps) {
  return (
    <BareFrame>
      <h1 className="sr-only">Error</h1>
      <PageError {...props} />
    </BareFrame>
  );
}
