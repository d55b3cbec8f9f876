"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { DeliveryId } from "@/src/access/ids";
import { notifyFault } from "@/src/client/notify";
import { trpc } from "@/src/client/trpc";

/**
 * Replays deliveries one after the other, each a call of its own on the audit trail, and then shows the page anew: what became of
 * each stands there.
 */
export function useReplay() {
  const router = useRouter();
  const [left, setLeft] = useState(0);
  const { mutateAsync } = trpc.delivery.replay.useMutation();
  const start = async (ids: readonly string[]): Promise<void> => {
    let done = 0;
    try {
      for (const id of ids) {
        setLeft(ids.length - done);
        await mutateAsync({ id: DeliveryId.parse(id) });
        done += 1;
      }
      toast.success(done === 1 ? "The delivery was replayed" : `${done} deliveries were replayed`);
    } catch (error) {
      notifyFault(error, `${done} of ${ids.length} were replayed`);
    }
    setLeft(0);
    router.refresh();
  };
  return { left, start };
}
