-- One role for each gate. Roles belong to the whole cluster, and other databases (shadow, tests) share them, so they are
-- created only where absent. The advisory lock serialises deployers of one database; two databases of one cluster can still
-- meet in pg_authid, and then the loser finds the role made.
SELECT pg_advisory_xact_lock(hashtext('gatehouse:roles'));

DO $$
DECLARE
  gate text;
BEGIN
  -- gate_entry is what the login role holds at all times: it may call app.enter and nothing else.
  FOREACH gate IN ARRAY ARRAY['gate_entry', 'gate_public', 'gate_user', 'gate_org', 'gate_admin', 'gate_sync'] LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = gate) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', gate);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
END
$$;

CREATE SCHEMA "app";

GRANT USAGE ON SCHEMA "app" TO gate_entry, gate_public, gate_user, gate_org, gate_admin, gate_sync;

-- The claims of the current transaction. Once a transaction that set them has ended, current_setting gives '' and not null,
-- hence nullif, and hence one function for each claim rather than current_setting in every policy.
CREATE FUNCTION "app"."user_id"() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT nullif(current_setting('app.user_id', true), '') $$;

CREATE FUNCTION "app"."organization_id"() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT nullif(current_setting('app.organization_id', true), '') $$;

-- app.permissions holds ',org:projects:read,org:tasks:manage,'.
CREATE FUNCTION "app"."has"(permission text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT coalesce(strpos(current_setting('app.permissions', true), ',' || permission || ',') > 0, false) $$;

REVOKE ALL ON FUNCTION "app"."user_id"(), "app"."organization_id"(), "app"."has"(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "app"."user_id"(), "app"."organization_id"(), "app"."has"(text)
  TO gate_public, gate_user, gate_org, gate_admin, gate_sync;
