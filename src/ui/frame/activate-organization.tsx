"use client";

import { useClerk } from "@clerk/nextjs";
import { LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { ErrorPanel } from "../error-panel";

/**
 * The address names one of the person's organizations, but the token is for another. Switches, then asks the server again. It tries
 * once: when the page still comes back like this, it says so instead of trying for ever.
 */
export function ActivateOrganization({ organizationId }: { organizationId: string }) {
  const clerk = useClerk();
  const router = useRouter();
  const [stage, setStage] = useState<"switching" | "switched" | "failed">("switching");
  const [refreshing, startRefresh] = useTransition();

  useEffect(() => {
    if (stage !== "switching" || !clerk.loaded) return;
    let current = true;
    const activate = async () => {
      try {
        await clerk.setActive({ organization: organizationId });
        if (!current) return;
        setStage("switched");
        startRefresh(() => router.refresh());
      } catch {
        if (current) setStage("failed");
      }
    };
    void activate();
    return () => {
      current = false;
    };
  }, [clerk, clerk.loaded, organizationId, router, stage]);

  // Refreshed and still here: the server sees the other organization as before.
  if (stage === "failed" || (stage === "switched" && !refreshing)) {
    return (
      <div className="mx-auto max-w-xl px-4 py-24">
        <ErrorPanel
          title="This organization could not be opened"
          message="Switching to it did not work. You may have left it a moment ago, or the connection failed."
          reference={null}
          onRetry={() => setStage("switching")}
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
