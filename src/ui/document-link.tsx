import type { ComponentProps } from "react";

/**
 * A link from a public page into the application, which loads a document. A page that the router puts into the document at hand
 * stays under that document's policy, and a public page's is too lax for data (docs/security.md).
 */
export function DocumentLink({ children, ...link }: ComponentProps<"a"> & { href: string }) {
  return <a {...link}>{children}</a>;
}
