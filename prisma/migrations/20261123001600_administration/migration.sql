-- CreateIndex
CREATE INDEX "User_platformRole_createdAt_id_idx" ON "public"."User"("platformRole", "createdAt", "id");

-- CreateIndex
CREATE INDEX "User_banned_createdAt_id_idx" ON "public"."User"("banned", "createdAt", "id");

-- CreateIndex
CREATE INDEX "User_locked_createdAt_id_idx" ON "public"."User"("locked", "createdAt", "id");

-- Whom an organization has invited: who asks why an invitation did not arrive asks the administrators.
GRANT SELECT ("id", "organizationId", "emailAddress", "role", "status", "expiresAt", "createdAt") ON "public"."Invitation" TO gate_admin;
CREATE POLICY "admin_read" ON "public"."Invitation" FOR SELECT TO gate_admin USING (true);
