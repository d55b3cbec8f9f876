-- What becomes of a tenant's data when its organization was deleted: kept for a hold-back in which nobody reaches them, then
-- erased. Until then the owner can move them into another organization.

-- Neither a person nor an administrator erases and restores: the application's own job and its operator do.
ALTER TABLE "public"."AuditEvent" DROP CONSTRAINT "AuditEvent_gate_check";
ALTER TABLE "public"."AuditEvent" ADD CONSTRAINT "AuditEvent_gate_check" CHECK ("gate" IN ('user', 'org', 'admin', 'system'));

-- The tables of class "tenant" in src/access/grants.ts, those that refer to another before it. A test compares the two.
CREATE FUNCTION "app"."tenant_tables"() RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
  AS $$ SELECT ARRAY['Task', 'Project'] $$;

-- Appends what the system did with a tenant to that organization's chain.
CREATE FUNCTION "app"."audit_tenant"(organization text, action text, subject text) RETURNS void
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  event "public"."AuditEvent";
BEGIN
  event."gate" := 'system';
  event."organizationId" := organization;
  event."action" := action;
  event."subjectId" := subject;
  event."outcome" := 'done';
  PERFORM "app"."append_audit"(event);
END
$$;

-- Erases up to `batch` rows of one table of a deleted organization whose hold-back is over. Gives how many; 0 means that nothing
-- is left, and that the organization is marked as erased. Two at once: the second waits, and goes on where the first was.
CREATE FUNCTION "app"."erase_tenant"(organization text, hold_back_days integer, batch integer) RETURNS bigint
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  held record;
  name text;
  erased bigint;
BEGIN
  IF hold_back_days IS NULL OR hold_back_days < 1 OR batch IS NULL OR batch < 1 THEN
    RAISE EXCEPTION 'the hold-back is at least a day, a batch at least a row' USING ERRCODE = 'GH000';
  END IF;
  SELECT o."deleted", o."deletedAt", o."erasedAt" INTO held FROM "public"."Organization" o WHERE o."id" = organization FOR NO KEY UPDATE;
  IF held.deleted IS DISTINCT FROM true THEN
    RAISE EXCEPTION 'the organization was not deleted' USING ERRCODE = 'GH000';
  END IF;
  IF (held."deletedAt" <= now() - make_interval(days => hold_back_days)) IS DISTINCT FROM true THEN
    RAISE EXCEPTION 'the hold-back is not over' USING ERRCODE = 'GH000';
  END IF;
  FOREACH name IN ARRAY "app"."tenant_tables"() LOOP
    EXECUTE format('DELETE FROM "public".%I WHERE ctid = ANY (ARRAY(SELECT ctid FROM "public".%I WHERE "organizationId" = $1 LIMIT $2))', name, name)
      USING organization, batch;
    GET DIAGNOSTICS erased = ROW_COUNT;
    IF erased > 0 THEN
      RETURN erased;
    END IF;
  END LOOP;
  IF held."erasedAt" IS NULL THEN
    UPDATE "public"."Organization" SET "erasedAt" = now() WHERE "id" = organization;
    PERFORM "app"."audit_tenant"(organization, 'tenant.erase', organization);
  END IF;
  RETURN 0;
END
$$;

-- Moves the tenant's data of a deleted organization, whose hold-back is not over, into another one. For the owner alone: no gate
-- may carry rows from one tenant to another. Whoever is no member there is no assignee there either.
CREATE FUNCTION "app"."restore_tenant"(source text, target text, hold_back_days integer) RETURNS bigint
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  held record;
  statement text;
  moved bigint;
  chain text;
BEGIN
  PERFORM FROM "public"."Organization" o WHERE o."id" IN (source, target) ORDER BY o."id" FOR NO KEY UPDATE;
  SELECT o."deleted", o."deletedAt" INTO held FROM "public"."Organization" o WHERE o."id" = source;
  IF held.deleted IS DISTINCT FROM true THEN
    RAISE EXCEPTION '% was not deleted', source USING ERRCODE = 'GH010';
  END IF;
  -- From then on part of it may have been erased.
  IF (held."deletedAt" > now() - make_interval(days => hold_back_days)) IS DISTINCT FROM true THEN
    RAISE EXCEPTION 'the hold-back of % is over', source USING ERRCODE = 'GH010';
  END IF;
  IF NOT EXISTS (SELECT FROM "public"."Organization" o WHERE o."id" = target AND NOT o."deleted") THEN
    RAISE EXCEPTION '% is no organization that is there', target USING ERRCODE = 'GH010';
  END IF;
  -- One statement for all tables: foreign keys are asked at its end, when both sides have moved.
  SELECT 'WITH ' || string_agg(format('%I AS (UPDATE "public".%I t SET "organizationId" = $2%s WHERE t."organizationId" = $1 RETURNING 1)',
      'moved_' || n, n, coalesce((
        SELECT string_agg(format(', %I = (SELECT m."userId" FROM "public"."Membership" m WHERE m."organizationId" = $2 AND m."userId" = t.%I AND NOT m."deleted")',
          a.attname, a.attname), '')
        FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey)
        WHERE f.contype = 'f' AND f.conrelid = format('"public".%I', n)::regclass AND f.confrelid = '"public"."Membership"'::regclass
          AND a.attname <> 'organizationId'), '')), ', ')
    || ' SELECT ' || string_agg(format('(SELECT count(*) FROM %I)', 'moved_' || n), ' + ')
  INTO statement FROM unnest("app"."tenant_tables"()) AS each (n);
  EXECUTE statement INTO moved USING source, target;
  -- Two chains' ends are locked, last and in one order.
  FOREACH chain IN ARRAY ARRAY[least(source, target), greatest(source, target)] LOOP
    PERFORM "app"."audit_tenant"(chain, 'tenant.restore', CASE chain WHEN source THEN target ELSE source END);
  END LOOP;
  RETURN moved;
END
$$;

REVOKE ALL ON FUNCTION "app"."tenant_tables"(), "app"."audit_tenant"(text, text, text), "app"."erase_tenant"(text, integer, integer),
  "app"."restore_tenant"(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "app"."erase_tenant"(text, integer, integer) TO gate_sync;
