-- The permissions of Clerk's roles, where the token's own permissions decide, and the mirror where it is newer; and a caller
-- whose token lacks the permission is judged here, not by the gate: the mirror may know that they have it by now.

-- What a permission allows, itself included: src/access/permissions.ts in SQL. A test compares the two. Whatever is not in the
-- catalogue, Clerk's system permissions among it, allows nothing.
CREATE FUNCTION "app"."implied_permissions"(permission text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE permission
      WHEN 'org:audit:read' THEN ARRAY['org:audit:read']
      WHEN 'org:members:manage' THEN ARRAY['org:members:manage', 'org:members:read']
      WHEN 'org:members:read' THEN ARRAY['org:members:read']
      WHEN 'org:projects:manage' THEN ARRAY['org:projects:manage', 'org:projects:read']
      WHEN 'org:projects:read' THEN ARRAY['org:projects:read']
      WHEN 'org:tasks:manage' THEN ARRAY['org:members:read', 'org:projects:read', 'org:tasks:manage']
      ELSE ARRAY[]::text[]
    END
  $$;

-- What somebody with a role may do, where the token's permissions decide: newest evidence wins here too. Null where nobody here
-- can tell, and only a new token can.
--
-- claimed: what the token says, with all that it implies; null when the role is another one than the token's.
-- issued: when the token was, milliseconds.
CREATE FUNCTION "app"."clerk_permissions"(role text, claimed text[], issued bigint) RETURNS text[]
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  known record;
  withdrawn text[];
BEGIN
  SELECT r."permissionIds" AS permissions, greatest(r."sourceVersion", r."sourceTimestamp") AS version
    INTO known FROM "public"."ClerkRole" r WHERE r."key" = role AND NOT r."deleted"
    ORDER BY r."sourceVersion" DESC, r."sourceTimestamp" DESC, r."id" LIMIT 1;
  IF FOUND THEN
    IF claimed IS NULL OR issued <= known.version THEN
      RETURN ARRAY(SELECT DISTINCT unnest("app"."implied_permissions"(p."key")) FROM "public"."ClerkPermission" p
        WHERE p."id" = ANY (known.permissions) AND NOT p."deleted");
    END IF;
  ELSIF EXISTS (SELECT FROM "public"."ClerkRole" r WHERE issued <= greatest(r."sourceVersion", r."sourceTimestamp")) THEN
    -- A role that was deleted or renamed no longer says which key it had: it may be this one.
    RETURN NULL;
  END IF;
  IF claimed IS NULL THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT FROM "public"."ClerkPermission" p WHERE issued <= greatest(p."sourceVersion", p."sourceTimestamp")) THEN
    -- Nor does a deleted permission: of what the token says, the keys that still are one are left, less what only others implied.
    withdrawn := ARRAY(SELECT unnest("app"."implied_permissions"(said.name)) FROM unnest(claimed) AS said (name)
      WHERE NOT EXISTS (SELECT FROM "public"."ClerkPermission" p WHERE p."key" = said.name AND NOT p."deleted"));
    RETURN ARRAY(SELECT said.name FROM unnest(claimed) AS said (name) WHERE said.name <> ALL (withdrawn));
  END IF;
  RETURN claimed;
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
CREATE OR REPLACE FUNCTION "app"."enter"(principal jsonb) RETURNS void
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
  member_newer boolean := false;
  role text;
  claimed text[];
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
    member_newer := coalesce(issued <= member.version, false);
    IF member_newer AND member.deleted THEN
      RAISE EXCEPTION 'the membership was removed' USING ERRCODE = 'GH005';
    END IF;
    role := CASE WHEN member_newer THEN member.role ELSE principal ->> 'role' END;
    IF principal ? 'permissions' THEN
      claimed := ARRAY(SELECT jsonb_array_elements_text(principal -> 'permissions'));
      -- The token's permissions are those of the token's role.
      granted := "app"."clerk_permissions"(role,
        CASE WHEN role IS NOT DISTINCT FROM principal ->> 'role' THEN claimed END, issued);
      IF granted IS NULL THEN
        RAISE EXCEPTION 'the role has changed' USING ERRCODE = 'GH006';
      END IF;
    ELSE
      claimed := "app"."role_permissions"(principal ->> 'role');
      granted := "app"."role_permissions"(role);
    END IF;
    IF principal ->> 'required' IS NULL OR NOT (principal ->> 'required' = ANY (granted)) THEN
      IF principal ->> 'required' = ANY (claimed) THEN
        RAISE EXCEPTION 'the permission was withdrawn' USING ERRCODE = 'GH006';
      END IF;
      RAISE EXCEPTION 'the permission is missing' USING ERRCODE = 'GH012';
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

REVOKE ALL ON FUNCTION "app"."implied_permissions"(text), "app"."clerk_permissions"(text, text[], bigint) FROM PUBLIC;
