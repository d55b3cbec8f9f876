import { mutantsOf } from "../mutant.ts";
import { migrations, policyMutants, rowSecurityMutants } from "../sql.ts";

const rowSecurity = "prisma/migrations/20261123000300_row_security/migration.sql";
const check = "tests/integration/db/check.test.ts";
const grants = "tests/integration/db/grants.test.ts";
const rows = "tests/integration/db/policies.test.ts";

/** The second lock: what the database itself lets each gate see and do. Of every migration, those to come included. */
export const policyTable = migrations().flatMap((file) => [
  ...rowSecurityMutants(file, [check]),
  ...policyMutants(file, [rows, grants]),
]);

/** Privileges, by table and by column. */
export const privilegeMutants = [
  ...mutantsOf(
    rowSecurity,
    [grants],
    [
      {
        id: "grant/public-columns",
        guard: "the public reads of a person the name and the picture, and no address",
        find: `GRANT SELECT ("id", "name", "imageUrl") ON "public"."User" TO gate_public;`,
        replace: `GRANT SELECT ("id", "name", "imageUrl", "email") ON "public"."User" TO gate_public;`,
      },
      {
        id: "grant/org-columns",
        guard: "an organization's members do not read who is a platform administrator",
        find: `GRANT SELECT ("id", "email", "name", "imageUrl") ON "public"."User" TO gate_org;`,
        replace: `GRANT SELECT ("id", "email", "name", "imageUrl", "platformRole") ON "public"."User" TO gate_org;`,
      },
      {
        id: "grant/admin-columns",
        guard: "administrators do not read what people write",
        find: `GRANT SELECT ("id", "status", "authorId", "createdAt") ON "public"."Post" TO gate_admin;`,
        replace: `GRANT SELECT ON "public"."Post" TO gate_admin;`,
      },
      {
        id: "grant/project-tenant",
        guard: "a project cannot change its organization",
        find: `GRANT UPDATE ("name", "archivedAt", "updatedAt")`,
        replace: `GRANT UPDATE ("organizationId", "name", "archivedAt", "updatedAt")`,
      },
      {
        id: "grant/task-tenant",
        guard: "a task cannot change its organization",
        find: `GRANT UPDATE ("title", "doneAt", "assigneeId", "updatedAt")`,
        replace: `GRANT UPDATE ("organizationId", "title", "doneAt", "assigneeId", "updatedAt")`,
      },
      {
        id: "grant/project-author",
        guard: "a project cannot change who made it",
        find: `GRANT UPDATE ("name", "archivedAt", "updatedAt")`,
        replace: `GRANT UPDATE ("createdById", "name", "archivedAt", "updatedAt")`,
      },
      {
        id: "grant/post-author",
        guard: "a post cannot change its author",
        find: `GRANT UPDATE ("title", "body", "status", "publishedAt", "updatedAt")`,
        replace: `GRANT UPDATE ("authorId", "title", "body", "status", "publishedAt", "updatedAt")`,
      },
      {
        id: "grant/audit-insert",
        guard: "no gate writes audit rows by itself",
        find: `GRANT SELECT ON "public"."AuditEvent" TO gate_org;`,
        replace: `GRANT SELECT, INSERT ON "public"."AuditEvent" TO gate_org;`,
      },
      {
        id: "grant/sync-delete",
        guard: "the sync deletes nothing",
        find: `GRANT SELECT, INSERT, UPDATE ON "public"."User", "public"."Organization"`,
        replace: `GRANT SELECT, INSERT, UPDATE, DELETE ON "public"."User", "public"."Organization"`,
      },
      {
        id: "grant/mirror",
        guard: "no gate writes the mirror of Clerk",
        find: `GRANT SELECT ("id", "name", "slug", "imageUrl", "createdAt") ON "public"."Organization" TO gate_org;`,
        replace: `GRANT SELECT ("id", "name", "slug", "imageUrl", "createdAt"), UPDATE ("name") ON "public"."Organization" TO gate_org;`,
      },
    ],
  ),
  ...mutantsOf(
    "prisma/migrations/20261123000200_tables/migration.sql",
    [grants],
    [
      {
        id: "key/task-project",
        guard: "a task belongs to a project of its own organization",
        find: `ADD CONSTRAINT "Task_organizationId_projectId_fkey" FOREIGN KEY ("organizationId", "projectId") REFERENCES "public"."Project"("organizationId", "id")`,
        replace: `ADD CONSTRAINT "Task_organizationId_projectId_fkey" FOREIGN KEY ("organizationId") REFERENCES "public"."Organization"("id")`,
        killers: ["tests/integration/noun/project.test.ts"],
      },
      {
        id: "key/task-assignee",
        guard: "a task is assigned to a member of its own organization",
        find: `ADD CONSTRAINT "Task_organizationId_assigneeId_fkey" FOREIGN KEY ("organizationId", "assigneeId") REFERENCES "public"."Membership"("organizationId", "userId")`,
        replace: `ADD CONSTRAINT "Task_organizationId_assigneeId_fkey" FOREIGN KEY ("assigneeId") REFERENCES "public"."User"("id")`,
      },
    ],
  ),
  ...mutantsOf(
    "prisma/migrations/20261123000400_enter/migration.sql",
    [grants],
    [
      {
        id: "grant/functions",
        guard: "our functions are not everybody's",
        find: `REVOKE ALL ON FUNCTION "app"."role_permissions"(text), "app"."enter"(jsonb), "app"."audit"(text, text), "app"."refuse_change"()\n  FROM PUBLIC;`,
        replace: "",
      },
      {
        id: "grant/search-path",
        guard: "a definer function runs with a pinned search_path",
        find: `RETURNS void\n  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp\n  AS $$\nDECLARE\n  gate constant text`,
        replace: `RETURNS void\n  LANGUAGE plpgsql VOLATILE SECURITY DEFINER\n  AS $$\nDECLARE\n  gate constant text`,
      },
    ],
  ),
];
