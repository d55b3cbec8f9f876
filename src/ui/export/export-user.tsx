"use client";

import { Download } from "lucide-react";
import { calls } from "@/src/client/procedure";
import { Button } from "../button";
import { useExport } from "./use-export";

/** All that is kept about somebody, as a file; the call is on the audit trail. */
export function ExportUser({ id }: { id: string }) {
  const { busy, save } = useExport(
    (client) => client.admin.exportUser.query({ id }),
    "The data were not exported",
  );
  return (
    <Button busy={busy} onClick={save} {...calls("admin.exportUser")}>
      <Download aria-hidden className="size-4" />
      Download their data
    </Button>
  );
}
