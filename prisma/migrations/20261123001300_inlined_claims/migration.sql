-- The functions that policies and app.enter ask at every statement, in a form that PostgreSQL puts into the query that calls them.
-- A function with a search_path of its own is called instead, which costs 10 to 15 microseconds each time. Of a body without quotes
-- every name is looked up here and now, so that no search_path of a caller's can change what it means.
CREATE OR REPLACE FUNCTION "app"."user_id"() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.user_id', true), '');

CREATE OR REPLACE FUNCTION "app"."organization_id"() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.organization_id', true), '');

-- app.permissions holds ',org:projects:read,org:tasks:manage,'.
CREATE OR REPLACE FUNCTION "app"."has"(permission text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(strpos(current_setting('app.permissions', true), ',' || permission || ',') > 0, false);

CREATE OR REPLACE FUNCTION "app"."role_permissions"(role text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE role
    WHEN 'org:admin' THEN ARRAY['org:audit:read', 'org:members:manage', 'org:members:read', 'org:projects:manage', 'org:projects:read', 'org:tasks:manage']
    WHEN 'org:member' THEN ARRAY['org:members:read', 'org:projects:read', 'org:tasks:manage']
    ELSE ARRAY[]::text[]
  END;
