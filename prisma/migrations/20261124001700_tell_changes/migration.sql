-- Says, when the change is committed, whose rows of which model have changed. Ids and a model's name alone: whoever hears it reads
-- again for themselves, through their own gate. Telling the same twice in a transaction is telling it once.
CREATE FUNCTION "app"."tell_change"() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  changed jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
  PERFORM pg_notify('gatehouse_changes', format('%s %s %s', TG_ARGV[0], changed ->> TG_ARGV[1], changed ->> TG_ARGV[2]));
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION "app"."tell_change"() FROM PUBLIC;

-- What an organization's lists show.
CREATE TRIGGER "Project_tells" AFTER INSERT OR UPDATE OR DELETE ON "public"."Project"
  FOR EACH ROW EXECUTE FUNCTION "app"."tell_change"('project', 'organizationId', '');
CREATE TRIGGER "Task_tells" AFTER INSERT OR UPDATE OR DELETE ON "public"."Task"
  FOR EACH ROW EXECUTE FUNCTION "app"."tell_change"('task', 'organizationId', '');
CREATE TRIGGER "Membership_tells" AFTER INSERT OR UPDATE OR DELETE ON "public"."Membership"
  FOR EACH ROW EXECUTE FUNCTION "app"."tell_change"('membership', 'organizationId', 'userId');

-- What may end somebody's access, besides their membership.
CREATE TRIGGER "User_tells" AFTER UPDATE ON "public"."User"
  FOR EACH ROW WHEN ((OLD."banned", OLD."deleted") IS DISTINCT FROM (NEW."banned", NEW."deleted"))
  EXECUTE FUNCTION "app"."tell_change"('user', '', 'id');
CREATE TRIGGER "Organization_tells" AFTER UPDATE ON "public"."Organization"
  FOR EACH ROW WHEN (OLD."deleted" IS DISTINCT FROM NEW."deleted")
  EXECUTE FUNCTION "app"."tell_change"('organization', 'id', '');
CREATE TRIGGER "EndedSession_tells" AFTER INSERT ON "public"."EndedSession"
  FOR EACH ROW EXECUTE FUNCTION "app"."tell_change"('endedSession', '', 'userId');
