import type { SyncSql } from "@/src/server/db/sync";
import type { Change } from "./events";

/** Drafts, and payloads, that one transaction erases; the rest is left to the housekeeping. */
const atOnce = 1_000;

/**
 * Erases what is left of a person whom the mirror has buried: drafts, addresses of invitations, and what the inbox holds of them.
 * @param addresses what the mirror knew of theirs
 * @returns whether nothing is left; until then `User.erasedAt` is empty.
 */
export async function erasePerson(
  sql: SyncSql,
  id: string,
  addresses: readonly string[] = [],
  most = atOnce,
): Promise<boolean> {
  const [row] = await sql.query<{ finished: boolean }>(
    `SELECT app.erase_person($1, $2, $3) AS finished`,
    [id, addresses, most],
  );
  return row?.finished === true;
}

/**
 * Keeps a person's erasure and the arrival of what speaks of them apart until the transaction ends: what arrives first is there
 * to be reduced, and what arrives later finds the person buried. Asked for before any row is locked.
 */
export async function holdPeople(
  sql: SyncSql,
  change: Change | null,
  subjects: readonly string[],
): Promise<void> {
  const people = subjects.filter((subject) => subject.startsWith("user_"));
  if (change?.kind === "user-deleted") await lock(sql, "pg_advisory_xact_lock", [change.id]);
  else if (people.length > 0) await lock(sql, "pg_advisory_xact_lock_shared", people.sort());
}

async function lock(
  sql: SyncSql,
  how: "pg_advisory_xact_lock" | "pg_advisory_xact_lock_shared",
  people: readonly string[],
): Promise<void> {
  await sql.query(
    `SELECT ${how}(hashtextextended('gatehouse:person:' || person, 0)) FROM unnest($1::text[]) person`,
    [people],
  );
}

/**
 * Reduces what has just been recorded and applied, where it speaks of somebody who was deleted, and what the inbox holds of
 * invitations whose address is not needed any more.
 */
export async function reduceArrival(
  sql: SyncSql,
  type: string,
  subjects: readonly string[],
): Promise<void> {
  await sql.query(
    `SELECT app.erase_person(u."id", '{}', $2) FROM "public"."User" u WHERE u."id" = ANY ($1) AND u."deleted"`,
    [subjects, atOnce],
  );
  if (type.startsWith("organizationInvitation.") || type === "organization.deleted")
    await reduceInvitations(sql, subjects);
}

/** Of the invitations, or of an organization: where nobody is waited for any more, or whoever was waited for is erased. */
async function reduceInvitations(sql: SyncSql, subjects: readonly string[]): Promise<void> {
  // What is being taken right now is passed over: whoever takes it reduces it.
  await sql.query(
    `UPDATE "public"."WebhookDelivery" SET "payload" = app.reduce_payload("payload"), "reducedAt" = now() WHERE "id" IN (
       SELECT d."id" FROM "public"."WebhookDelivery" d WHERE d."subjects" && $1 AND d."type" LIKE 'organizationInvitation.%'
         AND d."reducedAt" IS NULL AND EXISTS (
           SELECT FROM "public"."Invitation" i WHERE i."id" = ANY (d."subjects") AND i."emailAddress" IS NULL)
       FOR UPDATE OF d SKIP LOCKED)`,
    [subjects],
  );
}
