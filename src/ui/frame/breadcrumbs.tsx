"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";

interface BreadcrumbsProps {
  /** Whose pages these are. */
  root: string;
  sections: readonly { name: string; href: string; below?: string }[];
}

/** Where one is: whose pages, and which of them. The page's own title stands below. */
export function Breadcrumbs({ root, sections }: BreadcrumbsProps) {
  const path = usePathname();
  const section = sections.find(
    ({ href, below }) => path === href || (below !== undefined && path.startsWith(below)),
  );
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-small text-muted">
        <li className="truncate">{root}</li>
        {section && (
          <li className="flex shrink-0 items-center gap-1.5">
            <ChevronRight aria-hidden className="size-3.5" />
            {path === section.href ? (
              <span aria-current="page" className="font-medium text-text">
                {section.name}
              </span>
            ) : (
              <Link href={section.href} className="rounded-control hover:text-text hover:underline">
                {section.name}
              </Link>
            )}
          </li>
        )}
      </ol>
    </nav>
  );
}
