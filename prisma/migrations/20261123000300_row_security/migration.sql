-- What each gate may do with each table: the table of grants (src/access/grants.ts) a second time, in SQL. A test compares
-- the two. Row security is enabled and not forced: the owner runs migrations and the definer functions, which must see every
-- row; the application is never the owner, and refuses to start when it is.
GRANT USAGE ON SCHEMA "public" TO gate_public, gate_user, gate_org, gate_admin, gate_sync;

ALTER TABLE "public"."User" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."Organization" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."Membership" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."EndedSession" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."Project" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."Task" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."Post" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."AuditEvent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."WebhookDelivery" ENABLE ROW LEVEL SECURITY;

-- public: published posts, and of their authors the name and the picture, never the address.
GRANT SELECT ON "public"."Post" TO gate_public;
GRANT SELECT ("id", "name", "imageUrl") ON "public"."User" TO gate_public;
CREATE POLICY "public_read" ON "public"."Post" FOR SELECT TO gate_public
  USING ("status" = 'published');
CREATE POLICY "public_read" ON "public"."User" FOR SELECT TO gate_public
  USING (EXISTS (SELECT FROM "public"."Post" p WHERE p."authorId" = "User"."id" AND p."status" = 'published'));

-- user: oneself, one's memberships and their organizations, one's own posts.
GRANT SELECT ("id", "email", "name", "imageUrl", "platformRole", "createdAt") ON "public"."User" TO gate_user;
GRANT SELECT ("organizationId", "userId", "role", "deleted", "createdAt", "sourceVersion", "sourceTimestamp") ON "public"."Membership" TO gate_user;
GRANT SELECT ("id", "name", "slug", "imageUrl", "createdAt", "sourceVersion") ON "public"."Organization" TO gate_user;
GRANT SELECT, INSERT, DELETE ON "public"."Post" TO gate_user;
GRANT UPDATE ("title", "body", "status", "publishedAt", "updatedAt") ON "public"."Post" TO gate_user;
CREATE POLICY "user_read" ON "public"."User" FOR SELECT TO gate_user
  USING ("id" = (SELECT "app"."user_id"()) AND NOT "deleted");
CREATE POLICY "user_read" ON "public"."Membership" FOR SELECT TO gate_user
  USING ("userId" = (SELECT "app"."user_id"()));
CREATE POLICY "user_read" ON "public"."Organization" FOR SELECT TO gate_user
  USING (NOT "deleted" AND EXISTS (
    SELECT FROM "public"."Membership" m WHERE m."organizationId" = "Organization"."id" AND m."userId" = (SELECT "app"."user_id"())
      AND NOT m."deleted"));
CREATE POLICY "user_read" ON "public"."Post" FOR SELECT TO gate_user
  USING ("authorId" = (SELECT "app"."user_id"()));
CREATE POLICY "user_create" ON "public"."Post" FOR INSERT TO gate_user
  WITH CHECK ("authorId" = (SELECT "app"."user_id"()));
CREATE POLICY "user_update" ON "public"."Post" FOR UPDATE TO gate_user
  USING ("authorId" = (SELECT "app"."user_id"())) WITH CHECK ("authorId" = (SELECT "app"."user_id"()));
CREATE POLICY "user_delete" ON "public"."Post" FOR DELETE TO gate_user
  USING ("authorId" = (SELECT "app"."user_id"()));

-- org: the active organization, by permission. organizationId is in no UPDATE grant, so a row cannot change its tenant.
GRANT SELECT ("id", "name", "slug", "imageUrl", "createdAt") ON "public"."Organization" TO gate_org;
GRANT SELECT ("organizationId", "userId", "role", "deleted", "createdAt") ON "public"."Membership" TO gate_org;
GRANT SELECT ("id", "email", "name", "imageUrl") ON "public"."User" TO gate_org;
GRANT SELECT, INSERT, DELETE ON "public"."Project" TO gate_org;
GRANT UPDATE ("name", "archivedAt", "updatedAt") ON "public"."Project" TO gate_org;
GRANT SELECT, INSERT, DELETE ON "public"."Task" TO gate_org;
GRANT UPDATE ("title", "doneAt", "assigneeId", "updatedAt") ON "public"."Task" TO gate_org;
GRANT SELECT ON "public"."AuditEvent" TO gate_org;
CREATE POLICY "org_read" ON "public"."Organization" FOR SELECT TO gate_org
  USING ("id" = (SELECT "app"."organization_id"()) AND NOT "deleted");
CREATE POLICY "org_read" ON "public"."Membership" FOR SELECT TO gate_org
  USING ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:members:read')) AND NOT "deleted");
CREATE POLICY "org_read" ON "public"."User" FOR SELECT TO gate_org
  USING (NOT "deleted" AND (SELECT "app"."has"('org:members:read')) AND EXISTS (
    SELECT FROM "public"."Membership" m WHERE m."organizationId" = (SELECT "app"."organization_id"()) AND m."userId" = "User"."id"));
CREATE POLICY "org_read" ON "public"."Project" FOR SELECT TO gate_org
  USING ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:projects:read')));
CREATE POLICY "org_create" ON "public"."Project" FOR INSERT TO gate_org
  WITH CHECK ("organizationId" = (SELECT "app"."organization_id"()) AND "createdById" = (SELECT "app"."user_id"())
    AND (SELECT "app"."has"('org:projects:manage')));
CREATE POLICY "org_update" ON "public"."Project" FOR UPDATE TO gate_org
  USING ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:projects:manage')))
  WITH CHECK ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:projects:manage')));
CREATE POLICY "org_delete" ON "public"."Project" FOR DELETE TO gate_org
  USING ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:projects:manage')));
CREATE POLICY "org_read" ON "public"."Task" FOR SELECT TO gate_org
  USING ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:projects:read')));
CREATE POLICY "org_create" ON "public"."Task" FOR INSERT TO gate_org
  WITH CHECK ("organizationId" = (SELECT "app"."organization_id"()) AND "createdById" = (SELECT "app"."user_id"())
    AND (SELECT "app"."has"('org:tasks:manage')));
CREATE POLICY "org_update" ON "public"."Task" FOR UPDATE TO gate_org
  USING ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:tasks:manage')))
  WITH CHECK ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:tasks:manage')));
CREATE POLICY "org_delete" ON "public"."Task" FOR DELETE TO gate_org
  USING ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:tasks:manage')));
CREATE POLICY "org_read" ON "public"."AuditEvent" FOR SELECT TO gate_org
  USING ("organizationId" = (SELECT "app"."organization_id"()) AND (SELECT "app"."has"('org:audit:read')));

-- admin: the platform's people and organizations, read only. No tenant's data.
GRANT SELECT ON "public"."User", "public"."Organization", "public"."Membership", "public"."AuditEvent" TO gate_admin;
GRANT SELECT ("id", "status", "authorId", "createdAt") ON "public"."Post" TO gate_admin;
CREATE POLICY "admin_read" ON "public"."User" FOR SELECT TO gate_admin USING (true);
CREATE POLICY "admin_read" ON "public"."Organization" FOR SELECT TO gate_admin USING (true);
CREATE POLICY "admin_read" ON "public"."Membership" FOR SELECT TO gate_admin USING (true);
CREATE POLICY "admin_read" ON "public"."AuditEvent" FOR SELECT TO gate_admin USING (true);
CREATE POLICY "admin_read" ON "public"."Post" FOR SELECT TO gate_admin USING (true);

-- sync: the mirrors and the inbox. Nothing is deleted: mirrors are tombstoned.
GRANT SELECT, INSERT, UPDATE ON "public"."User", "public"."Organization", "public"."Membership", "public"."EndedSession",
  "public"."WebhookDelivery" TO gate_sync;
CREATE POLICY "sync_write" ON "public"."User" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
CREATE POLICY "sync_write" ON "public"."Organization" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
CREATE POLICY "sync_write" ON "public"."Membership" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
CREATE POLICY "sync_write" ON "public"."EndedSession" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
CREATE POLICY "sync_write" ON "public"."WebhookDelivery" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
