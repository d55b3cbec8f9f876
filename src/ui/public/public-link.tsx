"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { join } from "../join";

/** A place in the head of the public pages, which says where one is. */
export function PublicLink({ href, children }: { href: string; children: string }) {
  const path = usePathname();
  const current = path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className={join(
        "rounded-control px-2 py-1 font-medium hover:text-text",
        current ? "text-text" : "text-muted",
      )}
    >
      {children}
    </Link>
  );
}
