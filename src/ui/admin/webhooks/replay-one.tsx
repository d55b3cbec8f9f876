"use client";

import { RotateCcw } from "lucide-react";
import { Button } from "@/src/ui/button";
import { useReplay } from "./use-replay";

export function ReplayOne({ id }: { id: string }) {
  const replay = useReplay();
  return (
    <Button busy={replay.left > 0} onClick={() => void replay.start([id])}>
      <RotateCcw aria-hidden className="size-4" />
      Replay
    </Button>
  );
}
