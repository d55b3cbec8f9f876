"use client";

import { Download } from "lucide-react";
import { calls } from "@/src/client/procedure";
import { Button } from "../button";
import { useExport } from "./use-export";

/** All that is kept about the caller, as a file. */
export function ExportOwn() {
  const { busy, save } = useExport(
    (client) => client.me.export.query(),
    "Your data were not exported",
  );
  return (
    <Button busy={busy} onClick={save} {...calls("me.export")}>
      <Download aria-hidden className="size-4" />
      Download my data
    </Button>
  );
}
