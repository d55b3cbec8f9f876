import { syncTransaction } from "@/src/server/db/sync";
import { adoptInstance, knownInstance } from "./instance";
import { readOne } from "./reconcile/clerk";
import { patientAsk } from "./reconcile/patience";

export interface Instances {
  /** Clerk's instance whose secret key is in the environment. */
  readonly current: string;
  /** The one that this database mirrors; null before the first was seen. */
  readonly known: string | null;
}

/** @throws ClerkFault */
export async function readInstances(): Promise<Instances> {
  const sight = await readOne(patientAsk({ tries: 4 }), "/instance");
  const id = sight.state === "there" ? sight.json["id"] : undefined;
  if (typeof id !== "string" || id === "")
    throw new Error("Clerk did not say which instance it is.");
  return { current: id, known: await syncTransaction(knownInstance) };
}

/** From now on this database mirrors that instance. The people of the other one stay until a reconcile finds them gone. */
export async function adopt(instanceId: string): Promise<void> {
  await syncTransaction((sql) => adoptInstance(sql, instanceId));
}
