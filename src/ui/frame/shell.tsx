import { Menu } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ImpersonationBanner } from "./impersonation-banner";
import { Logo } from "./logo";
import { ThemeChoice } from "./theme-choice";
import { UserMenu } from "./user-menu";

interface ShellProps {
  /** What stands at the top of the rail: the organization switcher, or the name of the place. */
  top?: ReactNode;
  /** The line above the page: where one is, and the command menu. */
  line?: ReactNode;
  /** NavLinks. */
  nav: ReactNode;
  /** An administrator acts as whoever is shown: the place of the banner is kept until Clerk has loaded. */
  impersonated?: boolean;
  children: ReactNode;
}

/**
 * The frame of the signed-in pages: a rail on wide screens, a bar with a sheet on narrow ones. The navigation exists once: it
 * is a native popover, which wide screens simply always show.
 */
export function Shell({ top, line, nav, impersonated = false, children }: ShellProps) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_1fr]">
      <header className="sticky top-0 z-20 flex items-center gap-2 border-b bg-surface px-3 py-2 lg:h-dvh lg:flex-col lg:items-stretch lg:gap-4 lg:border-r lg:border-b-0 lg:p-3">
        <button
          type="button"
          popoverTarget="navigation"
          aria-label="Menu"
          className="inline-flex size-9 shrink-0 items-center justify-center rounded-control text-muted hover:bg-subtle hover:text-text lg:hidden"
        >
          <Menu aria-hidden className="size-5" />
        </button>
        <Link
          href="/dashboard"
          className="hidden h-9 items-center px-2 lg:flex"
          aria-label="Gatehouse, your dashboard"
        >
          <Logo />
        </Link>
        <div className="min-w-0 flex-1 lg:flex-none">{top}</div>
        <nav
          id="navigation"
          popover="auto"
          aria-label="Main"
          className="fixed inset-y-0 left-0 m-0 h-dvh w-64 border-r bg-surface p-3 text-text shadow-elevation lg:static lg:block lg:h-auto lg:w-auto lg:flex-1 lg:overflow-y-auto lg:border-0 lg:bg-transparent lg:p-0 lg:shadow-none"
        >
          <div className="mb-3 px-2.5 py-2 lg:hidden">
            <Logo />
          </div>
          <div className="grid gap-0.5">{nav}</div>
        </nav>
        <div className="flex items-center gap-1 lg:justify-between lg:border-t lg:pt-3">
          <UserMenu />
          <ThemeChoice />
        </div>
      </header>
      <div className="min-w-0">
        {line && (
          <div className="flex h-12 items-center justify-between gap-4 border-b bg-background px-4 sm:px-8 lg:sticky lg:top-0 lg:z-10">
            {line}
          </div>
        )}
        <main id="main" tabIndex={-1} className="px-4 py-6 outline-none sm:px-8 lg:py-8">
          <ImpersonationBanner expected={impersonated} />
          <div className="mx-auto w-full max-w-[67.5rem]">{children}</div>
        </main>
      </div>
    </div>
  );
}
