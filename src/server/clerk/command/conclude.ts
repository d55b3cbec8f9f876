import { settleCommand, type Settlement } from "@/src/server/db/command";
import { takeAbsentMember } from "@/src/server/sync/absent";
import { takeObservation } from "@/src/server/sync/inbox";
import type { Begun } from "./desk";
import type { Look } from "./doings";

/** Applies what was seen at Clerk, and then writes down what became of the command: that it is done, or `otherwise`. */
export async function conclude(begun: Begun, look: Look, otherwise: Settlement): Promise<void> {
  await applyLook(begun, look);
  const id = look.seen[0]?.data["id"];
  const subjectId = begun.subjectId === null && typeof id === "string" ? id : null;
  await settleCommand(
    begun.id,
    look.done ? { status: "done", outcome: "done", subjectId } : otherwise,
  );
}

/** Applies what was seen as the webhooks would that are on their way. */
export async function applyLook(begun: Begun, { seen, absentSince }: Look): Promise<void> {
  for (const each of seen) await takeObservation({ source: "command", ...each });
  const { organizationId, subjectId } = begun;
  if (absentSince !== undefined && organizationId !== null && subjectId !== null)
    await takeAbsentMember(organizationId, subjectId, absentSince);
}
