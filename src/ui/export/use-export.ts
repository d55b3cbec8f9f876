"use client";

import { useState } from "react";
import { notifyFault } from "@/src/client/notify";
import { trpc } from "@/src/client/trpc";
import { saveExport } from "./save-file";

type Client = ReturnType<typeof trpc.useUtils>["client"];

/** Asks for an export and saves it as a file; what goes wrong is told in these words. */
export function useExport(
  ask: (client: Client) => Promise<Parameters<typeof saveExport>[0]>,
  fault: string,
) {
  const { client } = trpc.useUtils();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveExport(await ask(client));
    } catch (error) {
      notifyFault(error, fault);
    }
    setBusy(false);
  };
  return { busy, save: () => void save() };
}
