import { syncTransaction } from "@/src/server/db/sync";
import { takeObservation } from "./inbox";

/**
 * Takes it in that Clerk, asked for one person in one organization, knew of no membership. It ends the one that the mirror
 * knows; a later one has a later beginning, and wins.
 */
export async function takeAbsentMember(
  organizationId: string,
  userId: string,
  timestamp: number,
): Promise<void> {
  const [known] = await syncTransaction((sql) =>
    sql.query<{ id: string | null; role: string | null; created: string; version: string }>(
      `SELECT "membershipId" AS id, "role", "sourceCreated" AS created, "sourceVersion" AS version FROM "public"."Membership"
       WHERE "organizationId" = $1 AND "userId" = $2 AND NOT "deleted"`,
      [organizationId, userId],
    ),
  );
  if (!known) return;
  await takeObservation({
    source: "command",
    type: "organizationMembership.deleted",
    data: {
      id: known.id ?? "unknown",
      role: known.role ?? "unknown",
      organization: { id: organizationId },
      public_user_data: { user_id: userId },
      created_at: Number(known.created),
      updated_at: Number(known.version),
    },
    timestamp,
  });
}
