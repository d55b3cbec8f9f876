-- Administrators act as somebody else, for a while: one command more, and whom it may be about.

-- Writes down what Clerk is about to be asked for by the caller of this transaction, with its audit row. Judges it once more: by
-- the gate, the organization and the permission of the claims, and by who would be left. Called last.
--
-- command: { id, action, organizationId (only where the gate names none), subjectId, detail, source }
CREATE OR REPLACE FUNCTION "app"."begin_command"(command jsonb) RETURNS void
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
        AND action IN ('admin.banUser', 'admin.unbanUser', 'admin.makeAdministrator', 'admin.unmakeAdministrator', 'admin.endSessions',
            'admin.impersonate')
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
    IF action = 'admin.impersonate' AND subject = caller THEN
      RAISE EXCEPTION 'nobody acts as themselves' USING ERRCODE = 'GH009';
    END IF;
    SELECT u."platformRole", u."banned" INTO person FROM "public"."User" u WHERE u."id" = subject AND NOT u."deleted";
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no such user' USING ERRCODE = 'GH011';
    END IF;
    IF action IN ('admin.banUser', 'admin.unmakeAdministrator') AND person."platformRole" = 'admin'
       AND NOT "app"."keeps_administrator"(subject) THEN
      RAISE EXCEPTION 'no administrator would be left' USING ERRCODE = 'GH010';
    END IF;
    IF action = 'admin.impersonate' AND (person."platformRole" = 'admin' OR person."banned") THEN
      RAISE EXCEPTION 'not as another administrator, nor as whom is suspended' USING ERRCODE = 'GH013';
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
