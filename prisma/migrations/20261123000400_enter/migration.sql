-- Which permissions a role has: `roles` of src/access/roles.ts in SQL, with what each permission implies written out, so
-- that a role which the mirror supplies can be judged in the same trip as the query. A test compares the two. An unknown
-- role has none.
CREATE FUNCTION "app"."role_permissions"(role text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE role
      WHEN 'org:admin' THEN ARRAY['org:audit:read', 'org:members:read', 'org:projects:manage', 'org:projects:read', 'org:tasks:manage']
      WHEN 'org:member' THEN ARRAY['org:members:read', 'org:projects:read', 'org:tasks:manage']
      ELSE ARRAY[]::text[]
    END
  $$;

-- Enters a gate: refuses a principal who was revoked after the token was issued, and sets the claims of this transaction.
--
-- principal: { gate, user, session, issuedAt (seconds), impersonator, requestId, write,
--              organization, role, permissions (only when the token's own decide), required, admin }
--
-- Newest evidence wins: where the mirror's version (milliseconds) is not older than the token, the mirror decides, and
-- supplies the role; otherwise the token does. A live mirror row never refuses by itself, and an absent one means that the
-- webhook is late: the token is then all there is, and a write leaves the stubs that its foreign keys need.
--
-- Refusals have an SQLSTATE each, mapped in src/server/db/refusal.ts.
CREATE FUNCTION "app"."enter"(principal jsonb) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  gate constant text := principal ->> 'gate';
  caller constant text := principal ->> 'user';
  tenant constant text := principal ->> 'organization';
  issued constant bigint := (principal ->> 'issuedAt')::bigint * 1000;
  writes constant boolean := coalesce((principal ->> 'write')::boolean, false);
  person record;
  org record;
  member record;
  granted text[] := ARRAY[]::text[];
BEGIN
  IF gate NOT IN ('public', 'user', 'org', 'admin', 'sync') OR gate IS NULL THEN
    RAISE EXCEPTION 'unknown gate' USING ERRCODE = 'GH000';
  END IF;

  IF gate IN ('user', 'org', 'admin') THEN
    IF caller IS NULL OR issued IS NULL THEN
      RAISE EXCEPTION 'a principal needs a user and the time its token was issued' USING ERRCODE = 'GH000';
    END IF;
    SELECT u."banned", u."deleted", u."platformRole", greatest(u."sourceVersion", u."sourceTimestamp") AS version
      INTO person FROM "public"."User" u WHERE u."id" = caller;
    IF person.deleted THEN
      RAISE EXCEPTION 'the user was deleted' USING ERRCODE = 'GH002';
    END IF;
    IF person.banned AND issued <= person.version THEN
      RAISE EXCEPTION 'the user is banned' USING ERRCODE = 'GH003';
    END IF;
    IF EXISTS (SELECT FROM "public"."EndedSession" s WHERE s."id" = principal ->> 'session') THEN
      RAISE EXCEPTION 'the session has ended' USING ERRCODE = 'GH001';
    END IF;
    -- Whoever acts as somebody else must still be let in themselves. Acting for others needs no benefit of the doubt.
    IF EXISTS (SELECT FROM "public"."User" u WHERE u."id" = principal ->> 'impersonator' AND (u."banned" OR u."deleted")) THEN
      RAISE EXCEPTION 'the impersonator is banned or deleted' USING ERRCODE = 'GH001';
    END IF;
    IF writes AND person IS NULL THEN
      INSERT INTO "public"."User" ("id") VALUES (caller) ON CONFLICT DO NOTHING;
    END IF;
  END IF;

  IF gate = 'admin' THEN
    -- An impersonated administrator is not an administrator.
    IF principal -> 'admin' IS DISTINCT FROM 'true'::jsonb OR principal ->> 'impersonator' IS NOT NULL
       OR (issued <= person.version AND person."platformRole" IS DISTINCT FROM 'admin') THEN
      RAISE EXCEPTION 'not a platform administrator' USING ERRCODE = 'GH007';
    END IF;
  END IF;

  IF gate = 'org' THEN
    IF tenant IS NULL THEN
      RAISE EXCEPTION 'no organization' USING ERRCODE = 'GH000';
    END IF;
    SELECT o."deleted" INTO org FROM "public"."Organization" o WHERE o."id" = tenant;
    IF org.deleted THEN
      RAISE EXCEPTION 'the organization was deleted' USING ERRCODE = 'GH004';
    END IF;
    SELECT m."role", m."deleted", greatest(m."sourceVersion", m."sourceTimestamp") AS version
      INTO member FROM "public"."Membership" m WHERE m."organizationId" = tenant AND m."userId" = caller;
    IF issued <= member.version THEN
      IF member.deleted THEN
        RAISE EXCEPTION 'the membership was removed' USING ERRCODE = 'GH005';
      END IF;
      IF principal ? 'permissions' AND member.role IS DISTINCT FROM principal ->> 'role' THEN
        -- The token's permissions are those of another role; only a new token knows the new role's.
        RAISE EXCEPTION 'the role has changed' USING ERRCODE = 'GH006';
      END IF;
    END IF;
    IF principal ? 'permissions' THEN
      granted := ARRAY(SELECT jsonb_array_elements_text(principal -> 'permissions'));
    ELSIF issued <= member.version THEN
      granted := "app"."role_permissions"(member.role);
    ELSE
      granted := "app"."role_permissions"(principal ->> 'role');
    END IF;
    IF principal ->> 'required' IS NULL OR NOT (principal ->> 'required' = ANY (granted)) THEN
      RAISE EXCEPTION 'the permission was withdrawn' USING ERRCODE = 'GH006';
    END IF;
    IF writes THEN
      IF org IS NULL THEN
        INSERT INTO "public"."Organization" ("id") VALUES (tenant) ON CONFLICT DO NOTHING;
      END IF;
      IF member IS NULL THEN
        -- The foreign keys' own locks let a tombstone pass between: a live membership of what was deleted would be left.
        PERFORM FROM "public"."User" u WHERE u."id" = caller AND NOT u."deleted" FOR SHARE;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the user was deleted' USING ERRCODE = 'GH002';
        END IF;
        PERFORM FROM "public"."Organization" o WHERE o."id" = tenant AND NOT o."deleted" FOR SHARE;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'the organization was deleted' USING ERRCODE = 'GH004';
        END IF;
        INSERT INTO "public"."Membership" ("organizationId", "userId") VALUES (tenant, caller) ON CONFLICT DO NOTHING;
      END IF;
    END IF;
  END IF;

  -- Every claim is set at every entry, so that none can be left over from an earlier one in the same transaction.
  PERFORM set_config('app.gate', gate, true),
    set_config('app.user_id', coalesce(caller, ''), true),
    set_config('app.organization_id', CASE WHEN gate = 'org' THEN tenant ELSE '' END, true),
    set_config('app.permissions', CASE WHEN granted = '{}' THEN '' ELSE ',' || array_to_string(granted, ',') || ',' END, true),
    set_config('app.impersonator_id', coalesce(principal ->> 'impersonator', ''), true),
    set_config('app.request_id', coalesce(principal ->> 'requestId', ''), true);
END
$$;

-- Appends an audit row for the claims of this transaction. Called last: the row is the caller's alone until then.
CREATE FUNCTION "app"."audit"(action text, subject text) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  INSERT INTO "public"."AuditEvent" ("organizationId", "actorId", "impersonatorId", "gate", "action", "subjectId", "requestId")
  VALUES ("app"."organization_id"(), "app"."user_id"(), nullif(current_setting('app.impersonator_id', true), ''),
    current_setting('app.gate'), action, subject, nullif(current_setting('app.request_id', true), ''));
END
$$;

-- Append only, for the owner too: whoever must erase has to say so by disabling the trigger.
CREATE FUNCTION "app"."refuse_change"() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
  AS $$ BEGIN RAISE EXCEPTION 'audit events are append only' USING ERRCODE = 'insufficient_privilege'; END $$;

CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "public"."AuditEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION "app"."refuse_change"();

REVOKE ALL ON FUNCTION "app"."role_permissions"(text), "app"."enter"(jsonb), "app"."audit"(text, text), "app"."refuse_change"()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "app"."enter"(jsonb) TO gate_entry;
GRANT EXECUTE ON FUNCTION "app"."audit"(text, text) TO gate_user, gate_org, gate_admin;
