"use client";

import { useClerk, useSession } from "@clerk/nextjs";
import { LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { ErrorPanel } from "../error-panel";

/**
 * The address names one of the person's organizations, but the token is for another. Switches, then asks the server again. It tries
 * once: when the page still comes back like this, it says so instead of trying for ever.
 */
export function ActivateOrganization({ organizationId }: { organizationId: string }) {
  const { setActive } = useClerk();
  // Straight after sign-in Clerk has no session for a moment: there is nothing to switch until it has.
  const { session } = useSession();
  const sessionId = session?.id;
  const router = useRouter();
  const [stage, setStage] = useState<"switching" | "switched" | "failed">("switching");
  const [refreshing, startRefresh] = useTransition();

  // Clerk withdraws the session while it switches, and gives it back: that must not start a second attempt.
  const started = useRef(false);

  useEffect(() => {
    if (started.current || !sessionId) return;
    started.current = true;
    const activate = async () => {
      try {
        await setActive({ session: sessionId, organization: organizationId });
        setStage("switched");
        startRefresh(() => router.refresh());
      } catch {
        setStage("failed");
      }
    };
    void activate();
  }, [organizationId, router, sessionId, setActive, stage]);

  const retry = () => {
    started.current = false;
    setStage("switching");
  };

  // Refreshed and still here: the server sees the other organization as before.
  if (stage === "failed" || (stage === "switched" && !refreshing)) {
    return (
      <div className="mx-auto max-w-xl px-4 py-24">
        <ErrorPanel
          title="This organization could not be opened"
          message="Switching to it did not work. You may have left it a moment ago, or the connection failed."
          reference={null}
          onRetry={retry}
        />
      </div>
    );
  }
  return (
    <div role="status" className="flex min-h-[60vh] items-center justify-center gap-2 text-muted">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      Switching organization
    </div>
  );
}
