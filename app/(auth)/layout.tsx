import Link from "next/link";
import type { ReactNode } from "react";
import { IdentityProvider } from "@/src/ui/frame/identity";
import { Logo } from "@/src/ui/frame/logo";
import { ThemeChoice } from "@/src/ui/frame/theme-choice";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <IdentityProvider>
      <div className="flex min-h-dvh flex-col">
        <header className="flex h-14 items-center justify-between px-4 sm:px-6">
          <Link href="/" className="rounded-control">
            <Logo />
          </Link>
          <ThemeChoice />
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="flex flex-1 justify-center px-4 pt-[6vh] pb-16 outline-none"
        >
          <div className="w-full max-w-[25rem]">{children}</div>
        </main>
      </div>
    </IdentityProvider>
  );
}
