import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/src/ui/button";
import { Logo } from "@/src/ui/frame/logo";
import { ThemeChoice } from "@/src/ui/frame/theme-choice";

/**
 * Knows nobody: no session is read and no script of the identity provider loaded. Links into the application are not
 * prefetched, for the same reason.
 */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-b bg-surface">
        <div className="mx-auto flex h-14 w-full max-w-5xl items-center gap-2 px-4 sm:px-6">
          <Link href="/" className="mr-2 rounded-control sm:mr-4">
            <Logo />
          </Link>
          <nav aria-label="Main" className="flex flex-1 items-center">
            <Link
              href="/blog"
              className="rounded-control px-2 py-1 font-medium text-muted hover:text-text"
            >
              Blog
            </Link>
          </nav>
          <ThemeChoice />
          <Link href="/sign-in" prefetch={false} className={buttonClass("ghost", "max-sm:hidden")}>
            Sign in
          </Link>
          <Link href="/dashboard" prefetch={false} className={buttonClass("primary")}>
            Open the app
          </Link>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <footer className="border-t">
        <p className="mx-auto w-full max-w-5xl px-4 py-6 text-small text-muted sm:px-6">
          Gatehouse: authorization as a type, held to by the database.
        </p>
      </footer>
    </div>
  );
}
