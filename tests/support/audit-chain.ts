import pg from "pg";
import { verifyAudit, type VerifyOptions } from "../../prisma/audit/verify.ts";

/** Everything that verifying finds, in words. */
export async function faultsOf(
  url: string,
  options: Omit<VerifyOptions, "url"> = {},
): Promise<readonly string[]> {
  return (await verifyAudit({ url, ...options })).faults;
}

/** Does to the trail what its triggers and constraints keep the owner from doing by accident. */
export async function tamper(ownerUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `BEGIN;
       ALTER TABLE "public"."AuditEvent" DISABLE TRIGGER USER;
       ALTER TABLE "public"."AuditChain" DISABLE TRIGGER USER`,
    );
    for (const statement of statements) await client.query(statement);
    await client.query(
      `ALTER TABLE "public"."AuditEvent" ENABLE TRIGGER USER;
       ALTER TABLE "public"."AuditChain" ENABLE TRIGGER USER;
       COMMIT`,
    );
  } finally {
    await client.end();
  }
}

/**
 * Gives every row of a chain the hash that its contents ask for, from `from` on, and the chain its end where `head` says so: what
 * somebody does who knows how the chain is made.
 */
export function rehash(chain: string, from: number, head: boolean): string {
  return `DO $$
    DECLARE
      event "public"."AuditEvent";
      previous text;
    BEGIN
      FOR event IN SELECT * FROM "public"."AuditEvent" WHERE "chainId" = '${chain}' AND "sequence" >= ${from} ORDER BY "sequence" LOOP
        SELECT coalesce((SELECT "hash" FROM "public"."AuditEvent" WHERE "chainId" = '${chain}' AND "sequence" = event."sequence" - 1),
          repeat('0', 64)) INTO previous;
        UPDATE "public"."AuditEvent" SET "previousHash" = previous, "hash" = app.audit_hash(previous, app.audit_fields(event))
          WHERE "id" = event."id";
      END LOOP;
      IF ${head} THEN
        UPDATE "public"."AuditChain" c SET "sequence" = e."sequence", "hash" = e."hash" FROM "public"."AuditEvent" e
          WHERE c."id" = '${chain}' AND e."chainId" = c."id"
            AND e."sequence" = (SELECT max("sequence") FROM "public"."AuditEvent" WHERE "chainId" = '${chain}');
      END IF;
    END $$`;
}
