import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "./logo";

/** For pages that stand outside every other frame: what is not there, what could not be made. */
export function BareFrame({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center px-4 sm:px-6">
        {/* Whoever is here may be signed in or not: the document that is loaded decides. */}
        <Link href="/" prefetch={false} className="rounded-control">
          <Logo />
        </Link>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-xl px-4 pt-[12vh] pb-16 outline-none"
      >
        {children}
      </main>
    </div>
  );
}
