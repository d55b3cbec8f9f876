-- Everything that is kept about a person, in one answer: their own rows whole, and of what belongs to an organization, or is told
-- by Clerk, that it is there. It runs as the owner, so that no gate need be given the inbox, ended sessions or other people's rows
-- for it: the user gate gets it for the caller alone, the administrators' for anybody.
--
-- Each list has the newest first, and so many at most, of posts 200: they are long. What is left out is named; a column that is added is in.
CREATE FUNCTION "app"."export_person"(person text, most integer) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  gate constant text := current_setting('app.gate', true);
  address text;
BEGIN
  IF gate IS DISTINCT FROM 'admin' AND (gate IS DISTINCT FROM 'user' OR person IS DISTINCT FROM "app"."user_id"()) THEN
    RAISE EXCEPTION 'a person is exported to themselves and to administrators' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT lower(u."email") INTO address FROM "public"."User" u WHERE u."id" = person;
  RETURN jsonb_build_object(
    'profile', (SELECT to_jsonb(u) FROM "public"."User" u WHERE u."id" = person),
    'memberships', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(m) || jsonb_build_object(
          -- Whoever was removed hears no more of the organization than its id.
          'organizationName', CASE WHEN NOT m."deleted" THEN o."name" END, 'organizationSlug', CASE WHEN NOT m."deleted" THEN o."slug" END) AS line
      FROM "public"."Membership" m JOIN "public"."Organization" o ON o."id" = m."organizationId"
      WHERE m."userId" = person ORDER BY m."createdAt" DESC LIMIT most) each),
    'invitations', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(i) AS line FROM "public"."Invitation" i
      WHERE i."userId" = person OR lower(i."emailAddress") = address ORDER BY i."createdAt" DESC LIMIT most) each),
    'endedSessions', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(s) AS line FROM "public"."EndedSession" s WHERE s."userId" = person ORDER BY s."createdAt" DESC LIMIT most) each),
    'posts', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(p) AS line FROM "public"."Post" p WHERE p."authorId" = person ORDER BY p."createdAt" DESC LIMIT least(most, 200)) each),
    -- Their texts are the organization's, and read there by whoever may.
    'projects', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(p) - 'name' AS line FROM "public"."Project" p WHERE p."createdById" = person ORDER BY p."createdAt" DESC LIMIT most) each),
    'tasks', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(t) - 'title' AS line FROM "public"."Task" t
      WHERE t."createdById" = person OR t."assigneeId" = person ORDER BY t."createdAt" DESC LIMIT most) each),
    'acts', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(a) - ARRAY['previousHash', 'hash'] AS line FROM "public"."AuditEvent" a
      WHERE a."actorId" = person ORDER BY a."createdAt" DESC LIMIT most) each),
    'commands', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(c) AS line FROM "public"."ClerkCommand" c WHERE c."actorId" = person ORDER BY c."createdAt" DESC LIMIT most) each),
    'syncRuns', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(r) AS line FROM "public"."SyncRun" r WHERE r."startedBy" = person ORDER BY r."createdAt" DESC LIMIT most) each),
    -- Not the payloads: they hold what Clerk keeps for the application alone, and others' addresses.
    'deliveries', (SELECT coalesce(jsonb_agg(each.line), '[]') FROM (
      SELECT to_jsonb(d) - ARRAY['payload', 'subjects'] AS line FROM "public"."WebhookDelivery" d
      WHERE d."subjects" @> ARRAY[person] ORDER BY d."receivedAt" DESC LIMIT most) each));
END
$$;

REVOKE ALL ON FUNCTION "app"."export_person"(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "app"."export_person"(text, integer) TO gate_user, gate_admin;
