import type { Gate } from "@/src/access/grants";
import { database } from "./database";
import type { EntryClaims } from "./scope";

/** A call that was refused or failed: by which gate, whose it was, what was asked for and the code that answered. */
export interface Refusal {
  readonly claims: Pick<EntryClaims, "organization" | "impersonator" | "requestId"> & {
    readonly gate: Exclude<Gate, "public">;
    readonly user: string;
  };
  readonly action: string;
  readonly subjectId: string | null;
  readonly outcome: string;
}

/** Writes the refusal's audit row in a transaction of its own. @throws whatever keeps the row from being written. */
export async function recordRefusal({ claims, action, subjectId, outcome }: Refusal) {
  await database().pool.recordRefusal(JSON.stringify(claims), action, subjectId, outcome);
}
