"use client";

import { RotateCcw } from "lucide-react";
import { calls } from "@/src/client/procedure";
import { Button } from "@/src/ui/button";
import { useReplay } from "./use-replay";

export function ReplayOne({ id }: { id: string }) {
  const replay = useReplay();
  return (
    <Button
      {...calls("delivery.replay")}
      busy={replay.left > 0}
      onClick={() => void replay.start([id])}
    >
      <RotateCcw aria-hidden className="size-4" />
      Replay
    </Button>
  );
}
