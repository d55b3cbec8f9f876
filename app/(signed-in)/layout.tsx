import type { ReactNode } from "react";
import { IdentityProvider } from "@/src/ui/frame/identity";

export default function SignedInLayout({ children }: { children: ReactNode }) {
  return <IdentityProvider>{children}</IdentityProvider>;
}
