import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/src/ui/button";
import { DocumentLink } from "@/src/ui/document-link";
import { Logo } from "@/src/ui/frame/logo";
import { ThemeChoice } from "@/src/ui/frame/theme-choice";
import { PublicLink } from "@/src/ui/public/public-link";

/**
 * Knows nobody: no session is read and no script of the identity provider loaded. Links into the application load a
 * document, which has a policy of its own.
 */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="border-b bg-surface">
        <div className="mx-auto flex min-h-14 w-full max-w-5xl flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 sm:px-6">
          <Link href="/" className="mr-2 rounded-control max-sm:mr-auto sm:mr-4">
            <Logo />
          </Link>
          <nav
            aria-label="Main"
            className="flex flex-1 items-center gap-1 max-sm:order-last max-sm:-mx-2 max-sm:basis-full"
          >
            <PublicLink href="/about">About</PublicLink>
            <PublicLink href="/pricing">Pricing</PublicLink>
            <PublicLink href="/blog">Blog</PublicLink>
          </nav>
          <ThemeChoice />
          <DocumentLink href="/sign-in" className={buttonClass("ghost", "max-sm:hidden")}>
            Sign in
          </DocumentLink>
          <DocumentLink href="/dashboard" className={buttonClass("primary")}>
            Open the app
          </DocumentLink>
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
