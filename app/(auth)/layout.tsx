import Link from "next/link";
import type { ReactNode } from "react";
import { Aside } from "@/src/ui/auth/aside";
import { IdentityProvider } from "@/src/ui/frame/identity";
import { Logo } from "@/src/ui/frame/logo";
import { ThemeChoice } from "@/src/ui/frame/theme-choice";

/** The form on one side; on the other, where there is room, what waits behind it. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <IdentityProvider>
      <div className="grid min-h-dvh grid-cols-1 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <div className="flex flex-col bg-surface">
          <header className="flex h-14 items-center justify-between px-4 sm:px-6">
            <Link href="/" className="rounded-control">
              <Logo />
            </Link>
            <ThemeChoice />
          </header>
          <main
            id="main"
            tabIndex={-1}
            className="flex flex-1 justify-center px-4 pt-[10vh] pb-16 outline-none sm:px-6 lg:pt-[20vh]"
          >
            <div className="w-full max-w-[22rem]">{children}</div>
          </main>
        </div>
        <Aside />
      </div>
    </IdentityProvider>
  );
}
