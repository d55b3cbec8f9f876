"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { notifyFault } from "@/src/client/notify";
import { trpc } from "@/src/client/trpc";
import { IconButton } from "../button";
import { saveExport } from "./save-file";

/** All that is kept about somebody, as a file; the call is on the audit trail. */
export function ExportUser({ id }: { id: string }) {
  const { client } = trpc.useUtils();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveExport(await client.admin.exportUser.query({ id }));
    } catch (error) {
      notifyFault(error, "The data were not exported");
    }
    setBusy(false);
  };
  return (
    <IconButton label={`Download the data of ${id}`} disabled={busy} onClick={() => void save()}>
      <Download aria-hidden />
    </IconButton>
  );
}
