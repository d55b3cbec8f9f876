-- The audit trail as hash chains: one for each organization, one for each person's own acts, one for administrators. Every row
-- carries the hash of the row before it, and AuditChain says where each chain ends.

-- CreateTable
CREATE TABLE "public"."AuditChain" (
    "id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditChain_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "public"."AuditEvent" ADD COLUMN "chainId" TEXT,
ADD COLUMN "sequence" BIGINT,
ADD COLUMN "outcome" TEXT,
ADD COLUMN "previousHash" TEXT,
ADD COLUMN "hash" TEXT;

-- The policy says what the absence of grants already does, for those who read policies, and for the start check.
ALTER TABLE "public"."AuditChain" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "nobody" ON "public"."AuditChain" FOR ALL TO gate_public, gate_user, gate_org, gate_admin, gate_sync
  USING (false) WITH CHECK (false);

-- The hash of a row: SHA-256 over the hash before it and the row's fields, each with its length in bytes ahead of it, so that
-- no two rows are written alike. prisma/audit/hash.ts says the same in TypeScript, and the verify command uses that: whoever
-- changes rows may change functions as well.
CREATE FUNCTION "app"."audit_hash"(previous text, fields text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT encode(sha256(convert_to(previous || string_agg(
      coalesce(octet_length(convert_to(field, 'UTF8')) || ':' || field, '-'), ',' ORDER BY n), 'UTF8')), 'hex')
    FROM unnest(fields) WITH ORDINALITY AS each (field, n)
  $$;

-- The fields of a row in the order in which they are hashed. "audit.1" names this order; another one needs another name.
CREATE FUNCTION "app"."audit_fields"(event "public"."AuditEvent") RETURNS text[]
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT ARRAY['audit.1', event."chainId", event."sequence"::text, event."id", event."organizationId", event."actorId",
      event."impersonatorId", event."gate", event."action", event."subjectId", event."outcome", event."requestId",
      to_char(event."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')]
  $$;

CREATE FUNCTION "app"."audit_chain"(gate text, organization text, actor text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE WHEN gate = 'admin' THEN 'admin' WHEN organization IS NOT NULL THEN 'org:' || organization ELSE 'user:' || actor END
  $$;

-- Rows from before there were chains: chained in the order in which they came, and all of them of calls that succeeded.
ALTER TABLE "public"."AuditEvent" DISABLE TRIGGER "AuditEvent_append_only";
DO $$
DECLARE
  event "public"."AuditEvent";
  head "public"."AuditChain";
BEGIN
  FOR event IN SELECT * FROM "public"."AuditEvent" ORDER BY "createdAt", "id" LOOP
    event."chainId" := "app"."audit_chain"(event."gate", event."organizationId", event."actorId");
    SELECT * INTO head FROM "public"."AuditChain" WHERE "id" = event."chainId";
    event."sequence" := coalesce(head."sequence", 0) + 1;
    event."outcome" := 'done';
    event."previousHash" := coalesce(head."hash", repeat('0', 64));
    event."hash" := "app"."audit_hash"(event."previousHash", "app"."audit_fields"(event));
    UPDATE "public"."AuditEvent" SET "chainId" = event."chainId", "sequence" = event."sequence", "outcome" = event."outcome",
      "previousHash" = event."previousHash", "hash" = event."hash" WHERE "id" = event."id";
    INSERT INTO "public"."AuditChain" ("id", "sequence", "hash") VALUES (event."chainId", event."sequence", event."hash")
      ON CONFLICT ("id") DO UPDATE SET "sequence" = excluded."sequence", "hash" = excluded."hash";
  END LOOP;
END
$$;
ALTER TABLE "public"."AuditEvent" ENABLE TRIGGER "AuditEvent_append_only";

-- AlterTable
ALTER TABLE "public"."AuditEvent" ALTER COLUMN "chainId" SET NOT NULL,
ALTER COLUMN "sequence" SET NOT NULL,
ALTER COLUMN "outcome" SET NOT NULL,
ALTER COLUMN "previousHash" SET NOT NULL,
ALTER COLUMN "hash" SET NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_chainId_sequence_key" ON "public"."AuditEvent"("chainId", "sequence");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_createdAt_id_idx" ON "public"."AuditEvent"("actorId", "createdAt" DESC, "id" DESC);

-- Ids and codes only, whoever calls the functions below.
ALTER TABLE "public"."AuditEvent" ADD CONSTRAINT "AuditEvent_action_check" CHECK ("action" ~ '^[A-Za-z0-9_.]{1,120}$');
ALTER TABLE "public"."AuditEvent" ADD CONSTRAINT "AuditEvent_subjectId_check" CHECK ("subjectId" ~ '^[A-Za-z0-9_-]{1,80}$');
ALTER TABLE "public"."AuditEvent" ADD CONSTRAINT "AuditEvent_outcome_check" CHECK ("outcome" ~ '^[a-z][a-z_]{0,39}$');

-- Appends a row to its chain. The chain's head is locked from here to the end of the transaction, so nothing may follow in it:
-- writers of one chain wait for each other only that long, and as nobody locks anything after it, never in a circle.
CREATE FUNCTION "app"."append_audit"(event "public"."AuditEvent") RETURNS void
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  head "public"."AuditChain";
BEGIN
  event."id" := gen_random_uuid()::text;
  event."chainId" := "app"."audit_chain"(event."gate", event."organizationId", event."actorId");
  SELECT * INTO head FROM "public"."AuditChain" c WHERE c."id" = event."chainId" FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO "public"."AuditChain" ("id", "sequence", "hash") VALUES (event."chainId", 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM "public"."AuditChain" c WHERE c."id" = event."chainId" FOR UPDATE;
  END IF;
  event."sequence" := head."sequence" + 1;
  event."previousHash" := head."hash";
  -- Under the lock, so that the times of a chain run as its rows do; rounded here as the column would.
  event."createdAt" := clock_timestamp()::timestamptz(3);
  event."hash" := "app"."audit_hash"(event."previousHash", "app"."audit_fields"(event));
  INSERT INTO "public"."AuditEvent" ("id", "chainId", "sequence", "organizationId", "actorId", "impersonatorId", "gate", "action",
      "subjectId", "outcome", "requestId", "createdAt", "previousHash", "hash")
    VALUES (event."id", event."chainId", event."sequence", event."organizationId", event."actorId", event."impersonatorId",
      event."gate", event."action", event."subjectId", event."outcome", event."requestId", event."createdAt",
      event."previousHash", event."hash");
  UPDATE "public"."AuditChain" c SET "sequence" = event."sequence", "hash" = event."hash" WHERE c."id" = event."chainId";
END
$$;

-- Appends the row of a call that succeeded, for the claims of this transaction. Called last.
CREATE OR REPLACE FUNCTION "app"."audit"(action text, subject text) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  event "public"."AuditEvent";
BEGIN
  event."gate" := current_setting('app.gate');
  event."organizationId" := "app"."organization_id"();
  event."actorId" := "app"."user_id"();
  event."impersonatorId" := nullif(current_setting('app.impersonator_id', true), '');
  event."requestId" := nullif(current_setting('app.request_id', true), '');
  event."action" := action;
  event."subjectId" := subject;
  event."outcome" := 'done';
  PERFORM "app"."append_audit"(event);
END
$$;

-- Appends the row of a call that was refused or failed, in a transaction of its own. app.enter may be what refused the caller,
-- so this takes the claims itself, as app.enter does; it lets nobody in and says of nothing that it was done.
CREATE FUNCTION "app"."audit_refusal"(principal jsonb, action text, subject text, outcome text) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  event "public"."AuditEvent";
BEGIN
  event."gate" := principal ->> 'gate';
  event."actorId" := principal ->> 'user';
  IF event."gate" IS NULL OR event."gate" NOT IN ('user', 'org', 'admin') THEN
    RAISE EXCEPTION 'unknown gate' USING ERRCODE = 'GH000';
  END IF;
  IF event."actorId" IS NULL THEN
    RAISE EXCEPTION 'a refusal needs the person who was refused' USING ERRCODE = 'GH000';
  END IF;
  IF outcome IS NULL OR outcome = 'done' THEN
    RAISE EXCEPTION 'a refusal needs its code' USING ERRCODE = 'GH000';
  END IF;
  -- Without an active organization the org gate's refusals are the person's own.
  event."organizationId" := CASE WHEN event."gate" = 'org' THEN principal ->> 'organization' END;
  event."impersonatorId" := principal ->> 'impersonator';
  event."requestId" := principal ->> 'requestId';
  event."action" := action;
  event."subjectId" := subject;
  event."outcome" := outcome;
  PERFORM "app"."append_audit"(event);
END
$$;

-- A chain's end moves with its rows and is never taken away.
CREATE TRIGGER "AuditChain_stays" BEFORE DELETE OR TRUNCATE ON "public"."AuditChain"
  FOR EACH STATEMENT EXECUTE FUNCTION "app"."refuse_change"();

REVOKE ALL ON FUNCTION "app"."audit_hash"(text, text[]), "app"."audit_fields"("public"."AuditEvent"),
  "app"."audit_chain"(text, text, text), "app"."append_audit"("public"."AuditEvent"),
  "app"."audit_refusal"(jsonb, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "app"."audit_refusal"(jsonb, text, text, text) TO gate_entry;
