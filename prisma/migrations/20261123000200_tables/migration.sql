-- CreateTable
CREATE TABLE "public"."User" (
    "id" TEXT NOT NULL,
    "email" TEXT,
    "name" TEXT,
    "imageUrl" TEXT,
    "platformRole" TEXT,
    "banned" BOOLEAN NOT NULL DEFAULT false,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sourceVersion" BIGINT NOT NULL DEFAULT 0,
    "sourceTimestamp" BIGINT NOT NULL DEFAULT 0,
    "sourceDigest" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."Organization" (
    "id" TEXT NOT NULL,
    "name" TEXT,
    "slug" TEXT,
    "imageUrl" TEXT,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sourceVersion" BIGINT NOT NULL DEFAULT 0,
    "sourceTimestamp" BIGINT NOT NULL DEFAULT 0,
    "sourceDigest" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."Membership" (
    "organizationId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "membershipId" TEXT,
    "role" TEXT,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sourceCreated" BIGINT NOT NULL DEFAULT 0,
    "sourceVersion" BIGINT NOT NULL DEFAULT 0,
    "sourceTimestamp" BIGINT NOT NULL DEFAULT 0,
    "sourceDigest" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("organizationId","userId")
);

-- CreateTable
CREATE TABLE "public"."EndedSession" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "sourceTimestamp" BIGINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EndedSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."Project" (
    "organizationId" TEXT NOT NULL DEFAULT app.organization_id(),
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "name" TEXT NOT NULL,
    "archivedAt" TIMESTAMPTZ(3),
    "createdById" TEXT NOT NULL DEFAULT app.user_id(),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("organizationId","id")
);

-- CreateTable
CREATE TABLE "public"."Task" (
    "organizationId" TEXT NOT NULL DEFAULT app.organization_id(),
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "projectId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "doneAt" TIMESTAMPTZ(3),
    "assigneeId" TEXT,
    "createdById" TEXT NOT NULL DEFAULT app.user_id(),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("organizationId","id")
);

-- CreateTable
CREATE TABLE "public"."Post" (
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "authorId" TEXT NOT NULL DEFAULT app.user_id(),
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "publishedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."AuditEvent" (
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "organizationId" TEXT,
    "actorId" TEXT,
    "impersonatorId" TEXT,
    "gate" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subjectId" TEXT,
    "requestId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."WebhookDelivery" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "subjects" TEXT[],
    "payload" JSONB NOT NULL,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processedAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "User_createdAt_id_idx" ON "public"."User"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Organization_slug_idx" ON "public"."Organization"("slug");

-- CreateIndex
CREATE INDEX "Organization_createdAt_id_idx" ON "public"."Organization"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Membership_userId_organizationId_idx" ON "public"."Membership"("userId", "organizationId");

-- CreateIndex
CREATE INDEX "EndedSession_createdAt_idx" ON "public"."EndedSession"("createdAt");

-- CreateIndex
CREATE INDEX "Project_organizationId_createdAt_id_idx" ON "public"."Project"("organizationId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Task_organizationId_projectId_createdAt_id_idx" ON "public"."Task"("organizationId", "projectId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Task_organizationId_assigneeId_idx" ON "public"."Task"("organizationId", "assigneeId");

-- CreateIndex
CREATE UNIQUE INDEX "Post_slug_key" ON "public"."Post"("slug");

-- CreateIndex
CREATE INDEX "Post_authorId_createdAt_id_idx" ON "public"."Post"("authorId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Post_status_publishedAt_id_idx" ON "public"."Post"("status", "publishedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEvent_organizationId_createdAt_id_idx" ON "public"."AuditEvent"("organizationId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEvent_createdAt_id_idx" ON "public"."AuditEvent"("createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "WebhookDelivery_status_receivedAt_idx" ON "public"."WebhookDelivery"("status", "receivedAt");

-- CreateIndex
CREATE INDEX "WebhookDelivery_receivedAt_id_idx" ON "public"."WebhookDelivery"("receivedAt" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "public"."Membership" ADD CONSTRAINT "Membership_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "public"."Organization"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "public"."Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "public"."User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "public"."Project" ADD CONSTRAINT "Project_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "public"."Organization"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "public"."Task" ADD CONSTRAINT "Task_organizationId_projectId_fkey" FOREIGN KEY ("organizationId", "projectId") REFERENCES "public"."Project"("organizationId", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "public"."Task" ADD CONSTRAINT "Task_organizationId_assigneeId_fkey" FOREIGN KEY ("organizationId", "assigneeId") REFERENCES "public"."Membership"("organizationId", "userId") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "public"."Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "public"."User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;


-- Statuses are text with a CHECK rather than enums: under row security only leakproof operators may use an index, and
-- equality of enums is not leakproof.
ALTER TABLE "public"."User" ADD CONSTRAINT "User_platformRole_check" CHECK ("platformRole" = 'admin');
ALTER TABLE "public"."Project" ADD CONSTRAINT "Project_name_check" CHECK (char_length("name") BETWEEN 1 AND 120);
ALTER TABLE "public"."Task" ADD CONSTRAINT "Task_title_check" CHECK (char_length("title") BETWEEN 1 AND 240);
ALTER TABLE "public"."Post" ADD CONSTRAINT "Post_status_check" CHECK ("status" IN ('draft', 'published'));
ALTER TABLE "public"."Post" ADD CONSTRAINT "Post_published_check" CHECK (("status" = 'published') = ("publishedAt" IS NOT NULL));
ALTER TABLE "public"."Post" ADD CONSTRAINT "Post_title_check" CHECK (char_length("title") BETWEEN 1 AND 160);
ALTER TABLE "public"."Post" ADD CONSTRAINT "Post_body_check" CHECK (char_length("body") <= 20000);
ALTER TABLE "public"."AuditEvent" ADD CONSTRAINT "AuditEvent_gate_check" CHECK ("gate" IN ('user', 'org', 'admin'));
ALTER TABLE "public"."WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_status_check"
  CHECK ("status" IN ('applied', 'ignored', 'rejected', 'failed'));
