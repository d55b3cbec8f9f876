"use client";

import { LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { UserId } from "@/src/access/ids";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Button } from "@/src/ui/button";
import { Confirm } from "@/src/ui/confirm";

interface EndSessionsProps {
  id: string;
  /** Whoever looks at the page is whom it is about. */
  self: boolean;
}

/** Ends all sessions of a person: a stolen one too. */
export function EndSessions({ id, self }: EndSessionsProps) {
  const [asking, setAsking] = useState(false);
  const router = useRouter();
  const end = trpc.admin.endSessions.useMutation({
    onSuccess: () => {
      setAsking(false);
      toast.success("All sessions have ended");
      router.refresh();
    },
    onError: (error) => notifyFault(error, "The sessions were not ended"),
  });
  return (
    <>
      <Button onClick={() => setAsking(true)} {...calls("admin.endSessions")}>
        <LogOut aria-hidden className="size-4" />
        End all sessions
      </Button>
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => end.mutate({ userId: UserId.parse(id) })}
        busy={end.isPending}
        title={self ? "End all of your sessions?" : "End all sessions?"}
        action="End all sessions"
      >
        {self
          ? "This one too: you will have to sign in again."
          : "They are signed out everywhere at once, and can sign in again."}
      </Confirm>
    </>
  );
}
