-- Changes at Clerk that people make through the application: who may, what is written down of it before Clerk is asked, and
-- what became of it.

-- AlterTable
ALTER TABLE "public"."ClerkCommand" ADD COLUMN     "detail" TEXT,
ADD COLUMN     "gate" TEXT NOT NULL DEFAULT 'admin';

-- AlterTable
ALTER TABLE "public"."ClerkCommand" ALTER COLUMN "gate" DROP DEFAULT,
ALTER COLUMN "organizationId" DROP DEFAULT;

-- CreateIndex
CREATE INDEX "ClerkCommand_organizationId_status_idx" ON "public"."ClerkCommand"("organizationId", "status");

-- Ids and codes only, whoever calls the functions below.
ALTER TABLE "public"."ClerkCommand" ADD CONSTRAINT "ClerkCommand_gate_check" CHECK ("gate" IN ('user', 'org', 'admin'));
ALTER TABLE "public"."ClerkCommand" ADD CONSTRAINT "ClerkCommand_subjectId_check" CHECK ("subjectId" ~ '^[A-Za-z0-9_-]{1,80}$');
ALTER TABLE "public"."ClerkCommand" ADD CONSTRAINT "ClerkCommand_detail_check" CHECK ("detail" ~ '^[A-Za-z0-9_:-]{1,80}$');
ALTER TABLE "public"."ClerkCommand" ADD CONSTRAINT "ClerkCommand_error_check" CHECK ("error" ~ '^[a-z][a-z_]{0,39}$');

-- What the roles of src/access/roles.ts may do, with org:members:manage.
CREATE OR REPLACE FUNCTION "app"."role_permissions"(role text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE role
      WHEN 'org:admin' THEN ARRAY['org:audit:read', 'org:members:manage', 'org:members:read', 'org:projects:manage', 'org:projects:read', 'org:tasks:manage']
      WHEN 'org:member' THEN ARRAY['org:members:read', 'org:projects:read', 'org:tasks:manage']
      ELSE ARRAY[]::text[]
    END
  $$;

-- Whom the organization is waiting for.
GRANT SELECT ("id", "organizationId", "emailAddress", "role", "status", "expiresAt", "createdAt") ON "public"."Invitation" TO gate_org;
CREATE POLICY "org_read" ON "public"."Invitation" FOR SELECT TO gate_org
  USING ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:members:manage')));

-- Whether a role is an administrator's, that is, manages members. source: whose word on permissions decides (src/access/roles.ts).
CREATE FUNCTION "app"."manages_members"(role text, source text) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE source
      WHEN 'roles' THEN 'org:members:manage' = ANY ("app"."role_permissions"(role))
      ELSE EXISTS (
        SELECT FROM "public"."ClerkRole" r JOIN "public"."ClerkPermission" p ON p."id" = ANY (r."permissionIds")
        WHERE r."key" = role AND NOT r."deleted" AND NOT p."deleted" AND p."key" = 'org:members:manage')
    END
  $$;

-- Whether somebody is left to manage the members when `leaving` no longer does. Who is about to leave as well does not count:
-- of two who remove each other at once, the second finds nobody.
CREATE FUNCTION "app"."keeps_manager"(tenant text, leaving text, source text) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM "public"."Membership" m JOIN "public"."User" u ON u."id" = m."userId"
      WHERE m."organizationId" = tenant AND m."userId" <> leaving AND NOT m."deleted" AND NOT u."deleted" AND NOT u."banned"
        AND "app"."manages_members"(m."role", source)
        AND NOT EXISTS (
          SELECT FROM "public"."ClerkCommand" c
          WHERE c."status" IN ('begun', 'unknown') AND c."organizationId" = tenant AND c."subjectId" = m."userId"
            AND (c."action" IN ('member.remove', 'member.leave')
              OR c."action" = 'member.changeRole' AND NOT "app"."manages_members"(c."detail", source))))
  $$;

-- The same for the platform's administrators.
CREATE FUNCTION "app"."keeps_administrator"(leaving text) RETURNS boolean
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM "public"."User" u
      WHERE u."id" <> leaving AND u."platformRole" = 'admin' AND NOT u."deleted" AND NOT u."banned"
        AND NOT EXISTS (
          SELECT FROM "public"."ClerkCommand" c
          WHERE c."status" IN ('begun', 'unknown') AND c."subjectId" = u."id"
            AND c."action" IN ('admin.banUser', 'admin.unmakeAdministrator')))
  $$;

-- Writes down what Clerk is about to be asked for by the caller of this transaction, with its audit row. Judges it once more: by
-- the gate, the organization and the permission of the claims, and by who would be left. Called last.
--
-- command: { id, action, organizationId (only where the gate names none), subjectId, detail, source }
CREATE FUNCTION "app"."begin_command"(command jsonb) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  gate constant text := current_setting('app.gate');
  caller constant text := "app"."user_id"();
  action constant text := command ->> 'action';
  subject constant text := command ->> 'subjectId';
  detail constant text := command ->> 'detail';
  source constant text := command ->> 'source';
  tenant constant text := CASE gate WHEN 'org' THEN "app"."organization_id"() ELSE command ->> 'organizationId' END;
  member record;
  person record;
  event "public"."AuditEvent";
BEGIN
  IF caller IS NULL OR source IS NULL OR NOT coalesce(CASE gate
      WHEN 'user' THEN subject = caller
        AND (action = 'member.leave' AND tenant IS NOT NULL OR action = 'me.endOtherSessions' AND detail IS NOT NULL)
      WHEN 'org' THEN tenant IS NOT NULL AND "app"."has"('org:members:manage')
        AND (action = 'member.remove' OR action = 'invitation.revoke' OR action = 'member.changeRole' AND detail IS NOT NULL
          OR action = 'invitation.create' AND subject IS NULL AND detail IS NOT NULL)
      WHEN 'admin' THEN tenant IS NULL
        AND action IN ('admin.banUser', 'admin.unbanUser', 'admin.makeAdministrator', 'admin.unmakeAdministrator', 'admin.endSessions')
      END, false) THEN
    RAISE EXCEPTION 'no command of this gate' USING ERRCODE = 'GH000';
  END IF;
  IF nullif(current_setting('app.impersonator_id', true), '') IS NOT NULL THEN
    RAISE EXCEPTION 'not while acting as somebody else' USING ERRCODE = 'GH008';
  END IF;

  IF action IN ('member.remove', 'member.changeRole', 'member.leave') THEN
    IF action = 'member.remove' AND subject = caller THEN
      RAISE EXCEPTION 'leaving is another command' USING ERRCODE = 'GH009';
    END IF;
    -- One at a time in an organization: whoever comes second sees what the first has begun. Not a row's lock, which would keep
    -- the sync waiting, or wait for it.
    PERFORM pg_advisory_xact_lock(hashtext('gatehouse:members'), hashtext(tenant));
    SELECT m."role" INTO member FROM "public"."Membership" m JOIN "public"."Organization" o ON o."id" = m."organizationId"
      WHERE m."organizationId" = tenant AND m."userId" = subject AND NOT m."deleted" AND NOT o."deleted";
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no such member' USING ERRCODE = 'GH011';
    END IF;
    IF NOT (action = 'member.changeRole' AND "app"."manages_members"(detail, source))
       AND (member.role IS NULL OR "app"."manages_members"(member.role, source))
       AND NOT "app"."keeps_manager"(tenant, subject, source) THEN
      RAISE EXCEPTION 'nobody would be left to manage the members' USING ERRCODE = 'GH010';
    END IF;
  ELSIF action = 'invitation.revoke' THEN
    PERFORM FROM "public"."Invitation" i WHERE i."id" = subject AND i."organizationId" = tenant;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no such invitation' USING ERRCODE = 'GH011';
    END IF;
  ELSIF gate = 'admin' THEN
    IF action IN ('admin.banUser', 'admin.unmakeAdministrator') THEN
      IF subject = caller THEN
        RAISE EXCEPTION 'not to oneself' USING ERRCODE = 'GH009';
      END IF;
      PERFORM pg_advisory_xact_lock(hashtext('gatehouse:administrators'), 0);
    END IF;
    SELECT u."platformRole" INTO person FROM "public"."User" u WHERE u."id" = subject AND NOT u."deleted";
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no such user' USING ERRCODE = 'GH011';
    END IF;
    IF action IN ('admin.banUser', 'admin.unmakeAdministrator') AND person."platformRole" = 'admin'
       AND NOT "app"."keeps_administrator"(subject) THEN
      RAISE EXCEPTION 'no administrator would be left' USING ERRCODE = 'GH010';
    END IF;
  END IF;

  INSERT INTO "public"."ClerkCommand" ("id", "action", "actorId", "organizationId", "gate", "subjectId", "detail", "requestId")
    VALUES (command ->> 'id', action, caller, tenant, gate, subject, detail, nullif(current_setting('app.request_id', true), ''));
  event."gate" := gate;
  event."organizationId" := tenant;
  event."actorId" := caller;
  event."requestId" := nullif(current_setting('app.request_id', true), '');
  event."action" := action;
  event."subjectId" := coalesce(subject, command ->> 'id');
  event."outcome" := 'begun';
  PERFORM "app"."append_audit"(event);
END
$$;

-- Writes down what became of a command, with its audit row, for whoever asked for it: who has left an organization could not
-- enter it again to say so. Once it is done or refused, it stays so. Called last.
CREATE FUNCTION "app"."settle_command"(command text, settled text, outcome text, subject text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  known "public"."ClerkCommand";
  event "public"."AuditEvent";
BEGIN
  IF outcome IS NULL OR (outcome = 'done') <> (settled = 'done') THEN
    RAISE EXCEPTION 'a command that is done says so, and no other' USING ERRCODE = 'GH000';
  END IF;
  SELECT * INTO known FROM "public"."ClerkCommand" c WHERE c."id" = command FOR UPDATE;
  IF NOT FOUND OR known."status" IN ('done', 'refused') OR known."status" = settled THEN
    RETURN false;
  END IF;
  UPDATE "public"."ClerkCommand" c SET "status" = settled, "error" = nullif(outcome, 'done'),
    "subjectId" = coalesce(c."subjectId", subject), "finishedAt" = CASE WHEN settled = 'unknown' THEN NULL ELSE now() END
    WHERE c."id" = command;
  event."gate" := known."gate";
  event."organizationId" := known."organizationId";
  event."actorId" := known."actorId";
  event."requestId" := known."requestId";
  event."action" := known."action";
  event."subjectId" := coalesce(known."subjectId", subject, known."id");
  event."outcome" := outcome;
  PERFORM "app"."append_audit"(event);
  RETURN true;
END
$$;

-- The functions above write commands, and nothing else does.
REVOKE INSERT, UPDATE ON "public"."ClerkCommand" FROM gate_sync;
DROP POLICY "sync_write" ON "public"."ClerkCommand";
CREATE POLICY "sync_write" ON "public"."ClerkCommand" FOR SELECT TO gate_sync USING (true);

REVOKE ALL ON FUNCTION "app"."manages_members"(text, text), "app"."keeps_manager"(text, text, text),
  "app"."keeps_administrator"(text), "app"."begin_command"(jsonb), "app"."settle_command"(text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "app"."begin_command"(jsonb) TO gate_user, gate_org, gate_admin;
GRANT EXECUTE ON FUNCTION "app"."settle_command"(text, text, text, text) TO gate_sync;
