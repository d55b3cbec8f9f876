-- CreateIndex
CREATE INDEX "WebhookDelivery_processedAt_idx" ON "public"."WebhookDelivery"("processedAt");

-- What administrators see of the inbox and of what the sync did. Not the payloads: those hold what people told Clerk of themselves,
-- and are read one at a time, through a function.
GRANT SELECT ("id", "type", "source", "instanceId", "timestamp", "status", "subjects", "error", "attempts", "receivedAt", "lastAttemptAt", "processedAt", "reducedAt") ON "public"."WebhookDelivery" TO gate_admin;
GRANT SELECT ON "public"."SyncRun", "public"."ClerkCommand" TO gate_admin;
CREATE POLICY "admin_read" ON "public"."WebhookDelivery" FOR SELECT TO gate_admin USING (true);
CREATE POLICY "admin_read" ON "public"."SyncRun" FOR SELECT TO gate_admin USING (true);
CREATE POLICY "admin_read" ON "public"."ClerkCommand" FOR SELECT TO gate_admin USING (true);

-- The payload of one delivery; null for one that is not there.
CREATE FUNCTION "app"."delivery_payload"(delivery text) RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT d."payload" FROM "public"."WebhookDelivery" d WHERE d."id" = delivery $$;

-- Asks for a run, in the caller's own name; the sync does it after the commit.
CREATE FUNCTION "app"."ask_run"(kind text, scope text, dry_run boolean, confirmed boolean) RETURNS text
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
  INSERT INTO "public"."SyncRun" ("kind", "scope", "dryRun", "confirmed", "startedBy")
    VALUES (kind, scope, dry_run, confirmed, "app"."user_id"()) RETURNING "id"
  $$;

REVOKE ALL ON FUNCTION "app"."delivery_payload"(text), "app"."ask_run"(text, text, boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "app"."delivery_payload"(text), "app"."ask_run"(text, text, boolean, boolean) TO gate_admin;
