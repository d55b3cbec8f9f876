"use client";

import { LoaderCircle } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { join } from "../join";

interface NavLinkProps {
  href: string;
  icon: ReactNode;
  /** Current also on the pages below it. */
  below?: string;
  children: ReactNode;
}

/** A place in the rail. Shows where one is, and that a page is on its way. */
export function NavLink({ href, icon, below, children }: NavLinkProps) {
  const path = usePathname();
  const current = path === href || (below !== undefined && path.startsWith(below));
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        const sheet = event.currentTarget.closest<HTMLElement>(":popover-open");
        sheet?.hidePopover();
      }}
      className={join(
        "flex h-9 items-center gap-2.5 rounded-control px-2.5 text-ui font-medium transition-colors duration-100 [&>svg]:size-4 [&>svg]:shrink-0",
        current ? "bg-subtle text-text" : "text-muted hover:bg-subtle hover:text-text",
      )}
    >
      {icon}
      {children}
      <Pending />
    </Link>
  );
}

function Pending() {
  const { pending } = useLinkStatus();
  return pending ? <LoaderCircle aria-hidden className="ml-auto animate-spin" /> : null;
}
