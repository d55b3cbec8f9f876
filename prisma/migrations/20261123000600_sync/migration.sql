-- AlterTable
ALTER TABLE "public"."Organization" ADD COLUMN     "deletedAt" TIMESTAMPTZ(3),
ADD COLUMN     "erasedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "public"."User" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3),
ADD COLUMN     "locked" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "public"."WebhookDelivery" ADD COLUMN     "instanceId" TEXT,
ADD COLUMN     "lastAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "reducedAt" TIMESTAMPTZ(3),
ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'webhook',
ADD COLUMN     "timestamp" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "public"."Invitation" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "emailAddress" TEXT,
    "role" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "userId" TEXT,
    "expiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sourceVersion" BIGINT NOT NULL DEFAULT 0,
    "sourceTimestamp" BIGINT NOT NULL DEFAULT 0,
    "sourceDigest" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."ClerkRole" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT,
    "permissionIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sourceVersion" BIGINT NOT NULL DEFAULT 0,
    "sourceTimestamp" BIGINT NOT NULL DEFAULT 0,
    "sourceDigest" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "ClerkRole_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."ClerkPermission" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sourceVersion" BIGINT NOT NULL DEFAULT 0,
    "sourceTimestamp" BIGINT NOT NULL DEFAULT 0,
    "sourceDigest" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "ClerkPermission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."ClerkInstance" (
    "id" TEXT NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ClerkInstance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."SyncRun" (
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "kind" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT 'all',
    "dryRun" BOOLEAN NOT NULL DEFAULT false,
    "confirmed" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "startedBy" TEXT NOT NULL,
    "cursor" JSONB,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "found" JSONB NOT NULL DEFAULT '{}',
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "heartbeatAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SyncRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "public"."ClerkCommand" (
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "action" TEXT NOT NULL,
    "actorId" TEXT NOT NULL DEFAULT app.user_id(),
    "organizationId" TEXT DEFAULT app.organization_id(),
    "subjectId" TEXT,
    "status" TEXT NOT NULL DEFAULT 'begun',
    "error" TEXT,
    "requestId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ClerkCommand_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Invitation_organizationId_status_createdAt_id_idx" ON "public"."Invitation"("organizationId", "status", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ClerkRole_key_idx" ON "public"."ClerkRole"("key");

-- CreateIndex
CREATE INDEX "SyncRun_createdAt_id_idx" ON "public"."SyncRun"("createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ClerkCommand_status_createdAt_idx" ON "public"."ClerkCommand"("status", "createdAt");

-- CreateIndex
CREATE INDEX "ClerkCommand_createdAt_id_idx" ON "public"."ClerkCommand"("createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "WebhookDelivery_subjects_idx" ON "public"."WebhookDelivery" USING GIN ("subjects");

-- AddForeignKey
ALTER TABLE "public"."Invitation" ADD CONSTRAINT "Invitation_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "public"."Organization"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Statuses are text with a CHECK: see the tables' migration.
ALTER TABLE "public"."Invitation" ADD CONSTRAINT "Invitation_status_check"
  CHECK ("status" IN ('pending', 'accepted', 'revoked', 'expired'));
ALTER TABLE "public"."Invitation" ADD CONSTRAINT "Invitation_address_check" CHECK ("status" = 'pending' OR "emailAddress" IS NULL);
ALTER TABLE "public"."WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_source_check"
  CHECK ("source" IN ('webhook', 'reconcile', 'command'));
ALTER TABLE "public"."SyncRun" ADD CONSTRAINT "SyncRun_kind_check" CHECK ("kind" IN ('reconcile', 'replay'));
ALTER TABLE "public"."SyncRun" ADD CONSTRAINT "SyncRun_status_check"
  CHECK ("status" IN ('waiting', 'running', 'done', 'failed', 'stopped'));
ALTER TABLE "public"."ClerkCommand" ADD CONSTRAINT "ClerkCommand_status_check"
  CHECK ("status" IN ('begun', 'done', 'refused', 'unknown'));

-- Of what was stored before, the envelope says where it came from.
UPDATE "public"."WebhookDelivery" SET "instanceId" = "payload" ->> 'instance_id',
  "timestamp" = coalesce(("payload" ->> 'timestamp')::bigint, 0), "lastAttemptAt" = coalesce("processedAt", "receivedAt");
UPDATE "public"."Organization" SET "deletedAt" = now() WHERE "deleted";

ALTER TABLE "public"."Invitation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."ClerkRole" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."ClerkPermission" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."ClerkInstance" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."SyncRun" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."ClerkCommand" ENABLE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE ON "public"."Invitation", "public"."ClerkRole", "public"."ClerkPermission", "public"."ClerkInstance",
  "public"."SyncRun", "public"."ClerkCommand" TO gate_sync;
CREATE POLICY "sync_write" ON "public"."Invitation" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
CREATE POLICY "sync_write" ON "public"."ClerkRole" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
CREATE POLICY "sync_write" ON "public"."ClerkPermission" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
CREATE POLICY "sync_write" ON "public"."SyncRun" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
CREATE POLICY "sync_write" ON "public"."ClerkInstance" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
CREATE POLICY "sync_write" ON "public"."ClerkCommand" FOR ALL TO gate_sync USING (true) WITH CHECK (true);
