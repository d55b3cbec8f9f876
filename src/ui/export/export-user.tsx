"use client";

import { Download } from "lucide-react";
import { IconButton } from "../button";
import { useExport } from "./use-export";

/** All that is kept about somebody, as a file; the call is on the audit trail. */
export function ExportUser({ id }: { id: string }) {
  const { busy, save } = useExport(
    (client) => client.admin.exportUser.query({ id }),
    "The data were not exported",
  );
  return (
    <IconButton label={`Download the data of ${id}`} disabled={busy} onClick={save}>
      <Download aria-hidden />
    </IconButton>
  );
}
