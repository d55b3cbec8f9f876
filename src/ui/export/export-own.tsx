"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { notifyFault } from "@/src/client/notify";
import { trpc } from "@/src/client/trpc";
import { Button } from "../button";
import { saveExport } from "./save-file";

/** All that is kept about the caller, as a file. */
export function ExportOwn() {
  const { client } = trpc.useUtils();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveExport(await client.me.export.query());
    } catch (error) {
      notifyFault(error, "Your data were not exported");
    }
    setBusy(false);
  };
  return (
    <Button busy={busy} onClick={() => void save()}>
      <Download aria-hidden className="size-4" />
      Download my data
    </Button>
  );
}
