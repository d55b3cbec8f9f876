/**
 * SQL that fills every table with so many rows that no plan is a matter of taste: read from end to end each costs more than by
 * an index. For the superuser: triggers and foreign keys are not asked.
 */
export const planRowsSql = `
  SET session_replication_role = replica;
  INSERT INTO "public"."User" ("id", "name", "email", "createdAt")
    SELECT 'user_p' || n, 'Person ' || n, n || '@people.test', now() - make_interval(mins => n) FROM generate_series(1, 5000) n;
  INSERT INTO "public"."Organization" ("id", "name", "slug", "createdAt")
    SELECT 'org_p' || n, 'Organization ' || n, 'slug-' || n, now() - make_interval(mins => n) FROM generate_series(1, 3000) n;
  INSERT INTO "public"."Membership" ("organizationId", "userId", "role")
    SELECT 'org_p' || 1 + n % 3000, 'user_p' || 1 + n % 5000, 'org:member' FROM generate_series(1, 12000) n;
  INSERT INTO "public"."Invitation" ("id", "organizationId", "role", "status")
    SELECT 'orginv_p' || n, 'org_p' || 1 + n % 3000, 'org:member', 'pending' FROM generate_series(1, 6000) n;
  INSERT INTO "public"."EndedSession" ("id", "userId") SELECT 'sess_p' || n, 'user_p' || 1 + n % 5000 FROM generate_series(1, 5000) n;
  INSERT INTO "public"."Project" ("organizationId", "id", "name", "createdById", "createdAt")
    SELECT 'org_p' || 1 + n % 3000, 'project-' || n, 'Project', 'user_p1', now() - make_interval(mins => n) FROM generate_series(1, 9000) n;
  INSERT INTO "public"."Task" ("organizationId", "id", "projectId", "title", "createdById", "createdAt")
    SELECT 'org_p' || 1 + n % 3000, 'task-' || n, 'project-' || 1 + n % 9000, 'Task', 'user_p1', now() - make_interval(mins => n)
    FROM generate_series(1, 40000) n;
  INSERT INTO "public"."Post" ("authorId", "slug", "title", "body", "status", "publishedAt")
    SELECT 'user_p' || 1 + n % 5000, 'post-' || n, 'Post', repeat('Text. ', 40),
      CASE WHEN n % 3 = 0 THEN 'published' ELSE 'draft' END, CASE WHEN n % 3 = 0 THEN now() - make_interval(mins => n) END
    FROM generate_series(1, 15000) n;
  INSERT INTO "public"."AuditChain" ("id", "sequence", "hash") SELECT 'org:org_p' || n, 10, repeat('0', 64) FROM generate_series(1, 3000) n;
  INSERT INTO "public"."AuditEvent" ("chainId", "sequence", "organizationId", "actorId", "gate", "action", "outcome", "createdAt", "previousHash", "hash")
    SELECT 'org:org_p' || 1 + n % 3000, 1 + n / 3000, 'org_p' || 1 + n % 3000, 'user_p' || 1 + n % 5000, 'org', 'project.create', 'done',
      now() - make_interval(mins => n), repeat('0', 64), repeat('0', 64) FROM generate_series(1, 30000) n;
  INSERT INTO "public"."WebhookDelivery" ("id", "type", "status", "subjects", "payload", "receivedAt", "processedAt", "timestamp")
    SELECT 'msg_p' || n, 'user.updated', CASE WHEN n % 200 = 0 THEN 'failed' WHEN n % 201 = 0 THEN 'rejected' ELSE 'applied' END,
      ARRAY['user_p' || 1 + n % 5000], '{"type":"user.updated"}', now() - make_interval(mins => n), now() - make_interval(mins => n), 1
    FROM generate_series(1, 20000) n;
  INSERT INTO "public"."SyncRun" ("kind", "status", "startedBy", "createdAt")
    SELECT 'replay', 'done', 'schedule', now() - make_interval(mins => n) FROM generate_series(1, 5000) n;
  INSERT INTO "public"."ClerkCommand" ("action", "actorId", "organizationId", "gate", "status", "createdAt")
    SELECT 'member.remove', 'user_p' || 1 + n % 5000, 'org_p' || 1 + n % 3000, 'org', 'done', now() - make_interval(mins => n)
    FROM generate_series(1, 5000) n;
  SET session_replication_role = origin;
`;
