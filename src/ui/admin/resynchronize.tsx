"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { OrganizationId, UserId, type RunId } from "@/src/access/ids";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Button } from "@/src/ui/button";
import { RunProgress } from "./webhooks/run-progress";
import type { Run } from "./webhooks/use-run";

interface ResynchronizeProps {
  kind: "user" | "organization";
  id: string;
}

/** Brings one subject to what Clerk has, and shows what was not as it should be. */
export function Resynchronize({ kind, id }: ResynchronizeProps) {
  const [run, setRun] = useState<Run | null>(null);
  const utils = trpc.useUtils();
  const router = useRouter();
  const onSuccess = async ({ runId }: { runId: RunId }) => {
    setRun(await utils.run.get.fetch({ id: runId }));
    router.refresh();
  };
  const onError = (error: unknown) => notifyFault(error, "Nothing was resynchronized");
  const user = trpc.admin.resynchronizeUser.useMutation({ onSuccess, onError });
  const organization = trpc.admin.resynchronizeOrganization.useMutation({ onSuccess, onError });
  const start = () => {
    if (kind === "user") user.mutate({ userId: UserId.parse(id) });
    else organization.mutate({ id: OrganizationId.parse(id) });
  };
  const path = kind === "user" ? "admin.resynchronizeUser" : "admin.resynchronizeOrganization";
  return (
    <>
      <Button busy={user.isPending || organization.isPending} onClick={start} {...calls(path)}>
        <RefreshCw aria-hidden className="size-4" />
        Resynchronize
      </Button>
      <div className="order-last basis-full text-small text-muted">
        {run ? (
          <RunProgress key={run.id} run={run} onConfirmed={setRun} />
        ) : (
          "To resynchronize is to read what Clerk has, and to mend what differs here."
        )}
      </div>
    </>
  );
}
