import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { State } from "./state";

/** What a page shows a member whose role does not reach it; `children` say who can help. */
export function NotAllowed({ children }: { children: ReactNode }) {
  return (
    <State icon={<Lock />} title="Your role does not allow this">
      {children}
    </State>
  );
}
