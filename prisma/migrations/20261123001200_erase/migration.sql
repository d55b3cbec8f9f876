-- Erasing a person: what is left of them are ids, times, versions and codes, and what they published or made for others.

-- CreateIndex
CREATE INDEX "WebhookDelivery_reducedAt_receivedAt_idx" ON "public"."WebhookDelivery"("reducedAt", "receivedAt");

-- Of an object of Clerk's: ids, versions and codes, by their names and by their form. What is left still says all that the mirror
-- takes from a membership, a session that ended or an invitation that is closed.
CREATE FUNCTION "app"."reduce_data"(data jsonb) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$
BEGIN
  IF jsonb_typeof(data) IS DISTINCT FROM 'object' THEN
    RETURN '{}';
  END IF;
  RETURN coalesce((
    SELECT jsonb_object_agg(each.key, CASE WHEN jsonb_typeof(each.value) = 'object' THEN "app"."reduce_data"(each.value) ELSE each.value END)
    FROM jsonb_each(data) each
    WHERE (each.key IN ('id', 'user_id', 'organization_id') AND jsonb_typeof(each.value) = 'string'
        AND each.value #>> '{}' ~ '^[a-z]+_[A-Za-z0-9_-]{1,120}$')
      OR (each.key IN ('created_at', 'updated_at') AND jsonb_typeof(each.value) = 'number')
      OR (each.key IN ('object', 'role', 'status') AND jsonb_typeof(each.value) = 'string' AND each.value #>> '{}' ~ '^[a-z][a-z0-9:_-]{0,63}$')
      OR (each.key = 'deleted' AND jsonb_typeof(each.value) = 'boolean')
      OR (each.key IN ('organization', 'public_user_data') AND jsonb_typeof(each.value) = 'object')), '{}');
END
$$;

-- Of a stored envelope.
CREATE FUNCTION "app"."reduce_payload"(payload jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object('object', payload -> 'object', 'type', payload -> 'type',
      'timestamp', payload -> 'timestamp', 'instance_id', payload -> 'instance_id', 'data', "app"."reduce_data"(payload -> 'data')))
  $$;

-- Erases what is left of a person whom the mirror has buried, at most so many drafts and so many payloads at once.
-- addresses: what the mirror knew of theirs, besides what stored payloads say. Returns whether nothing is left.
CREATE FUNCTION "app"."erase_person"(person text, addresses text[], most integer) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  known text[];
  invitations text[];
  drafts integer;
  payloads integer;
BEGIN
  IF NOT EXISTS (SELECT FROM "public"."User" u WHERE u."id" = person AND u."deleted") THEN
    RAISE EXCEPTION 'only who was deleted is erased' USING ERRCODE = 'GH000';
  END IF;

  -- Verified ones alone: whoever enters somebody else's address and goes must not take that one's invitations along.
  known := ARRAY(
    SELECT lower(given) FROM unnest(addresses) given WHERE given IS NOT NULL
    UNION
    SELECT lower(each ->> 'email_address') FROM "public"."WebhookDelivery" d, jsonb_path_query(d."payload", '$.data.email_addresses[*]') each
    WHERE d."subjects" @> ARRAY[person] AND d."reducedAt" IS NULL AND d."type" LIKE 'user.%' AND d."payload" #>> '{data,id}' = person
      AND each #>> '{verification,status}' = 'verified' AND each ->> 'email_address' IS NOT NULL);
  WITH emptied AS (
    -- '~' is greater than any digest: the same version does not bring the address back, and no hash of it stays.
    UPDATE "public"."Invitation" i SET "emailAddress" = NULL, "sourceDigest" = '~'
    WHERE i."emailAddress" IS NOT NULL AND (lower(i."emailAddress") = ANY (known) OR i."userId" = person)
    RETURNING i."id")
  SELECT array_agg(emptied."id") INTO invitations FROM emptied;
  UPDATE "public"."WebhookDelivery" d SET "payload" = "app"."reduce_payload"(d."payload"), "reducedAt" = now()
    WHERE d."id" IN (SELECT o."id" FROM "public"."WebhookDelivery" o
      WHERE o."subjects" && invitations AND o."reducedAt" IS NULL FOR UPDATE SKIP LOCKED);

  DELETE FROM "public"."Post" p WHERE p."id" IN (
    SELECT o."id" FROM "public"."Post" o WHERE o."authorId" = person AND o."status" = 'draft' LIMIT most);
  GET DIAGNOSTICS drafts = ROW_COUNT;

  -- One that is being taken right now is passed over: whoever takes it reduces it.
  UPDATE "public"."WebhookDelivery" d SET "payload" = "app"."reduce_payload"(d."payload"), "reducedAt" = now()
    WHERE d."id" IN (SELECT o."id" FROM "public"."WebhookDelivery" o
      WHERE o."subjects" @> ARRAY[person] AND o."reducedAt" IS NULL LIMIT most FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS payloads = ROW_COUNT;

  IF drafts < most AND payloads < most THEN
    UPDATE "public"."User" u SET "erasedAt" = now() WHERE u."id" = person AND u."erasedAt" IS NULL;
    RETURN true;
  END IF;
  RETURN false;
END
$$;

-- A draft that is being written while its author is erased would be left: writing one waits for the deletion, and is then refused.
CREATE FUNCTION "app"."refuse_deleted_author"() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  gone boolean;
BEGIN
  SELECT u."deleted" INTO gone FROM "public"."User" u WHERE u."id" = NEW."authorId" FOR SHARE;
  IF gone THEN
    RAISE EXCEPTION 'the user was deleted' USING ERRCODE = 'GH002';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "Post_author_lives" BEFORE INSERT OR UPDATE ON "public"."Post"
  FOR EACH ROW EXECUTE FUNCTION "app"."refuse_deleted_author"();

REVOKE ALL ON FUNCTION "app"."reduce_data"(jsonb), "app"."reduce_payload"(jsonb), "app"."erase_person"(text, text[], integer),
  "app"."refuse_deleted_author"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "app"."reduce_data"(jsonb), "app"."reduce_payload"(jsonb), "app"."erase_person"(text, text[], integer)
  TO gate_sync;
