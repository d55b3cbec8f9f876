import type pg from "pg";
import type { Gate, Model } from "@/src/access/grants";
import { rolePermissions } from "@/src/access/roles";
import { models, roleNames, tableOf } from "@/src/server/db/rights";
import type { Row } from "./shape.ts";
import {
  mark,
  mayKnow,
  memberships,
  people,
  tenants,
  unpublished,
  type Principal,
} from "./world.ts";

/** Rows of each tenant and person, as the owner sees them; what the attackers aim at. */
export interface World {
  readonly rows: ReadonlyMap<Model, readonly Row[]>;
  /** The columns that a gate may read, by gate and table. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

/** A time, in milliseconds, after any token of these tests was issued. */
const later = 4_000_000_000_000;

function seedSql(): string {
  const memberOf = (id: string): string =>
    memberships.find(({ organization }) => organization === id)?.user ?? "";
  const slug = (kind: string, id: string): string => `${kind}-${id.replaceAll("_", "-")}`;
  const text = (value: string | null): string => (value === null ? "NULL" : `'${value}'`);
  const lines = [
    ...people.map(
      (id) =>
        `INSERT INTO "User" ("id", "email", "name", "platformRole", "banned", "sourceVersion") VALUES ('${id}', '${mark("mail", id)}', '${mark("name", id)}',
         ${text(id === "user_platform" ? "admin" : null)}, ${id === "user_banned"}, ${id === "user_banned" ? later : 1});
         INSERT INTO "Post" ("authorId", "slug", "title", "body") VALUES ('${id}', '${slug("draft", id)}', '${mark("draft", id)}', '${mark("draft", id)}');
         INSERT INTO "EndedSession" ("id", "userId") VALUES ('ended ${mark("other", id)}', '${id}');`,
    ),
    ...people
      .filter((id) => !unpublished.includes(id))
      .map(
        (id) =>
          `INSERT INTO "Post" ("authorId", "slug", "title", "body", "status", "publishedAt")
           VALUES ('${id}', '${slug("post", id)}', '${mark("post", id)}', '${mark("post", id)}', 'published', now());`,
      ),
    ...tenants.map(
      (id) =>
        `INSERT INTO "Organization" ("id", "name", "slug", "sourceVersion") VALUES ('${id}', '${mark("org", id)}', '${id}', 1);
         INSERT INTO "WebhookDelivery" ("id", "type", "status", "subjects", "error", "payload") VALUES ('msg_${id}', 't', 'applied', ARRAY['${id}'],
           '${mark("heard", id)}', '{"data":{"name":"${mark("heard", id)}"}}');
         INSERT INTO "AuditEvent" ("organizationId", "actorId", "gate", "action", "outcome", "chainId", "sequence", "previousHash", "hash")
           VALUES ('${id}', '${memberOf(id)}', 'org', 'project.create', 'done', 'org:${id}', 1, '', '');
         INSERT INTO "AuditChain" ("id", "sequence", "hash") VALUES ('org:${id}', 1, '');
         INSERT INTO "Invitation" ("id", "organizationId", "emailAddress", "role") VALUES ('orginv_${id.replace("org_", "")}', '${id}', '${mark("org", id)}', 'org:member');
         INSERT INTO "ClerkRole" ("id", "key") VALUES ('role ${mark("other", id)}', 'org:of_${id}');
         INSERT INTO "ClerkPermission" ("id", "key") VALUES ('perm ${mark("other", id)}', 'org:of_${id}:read');
         INSERT INTO "ClerkInstance" ("id") VALUES ('ins ${mark("other", id)}');
         INSERT INTO "SyncRun" ("kind", "startedBy", "error") VALUES ('reconcile', '${memberOf(id)}', '${mark("heard", memberOf(id))}');
         INSERT INTO "ClerkCommand" ("action", "gate", "actorId", "organizationId", "subjectId", "status")
           VALUES ('member.remove', 'org', '${memberOf(id)}', '${id}', '${memberOf(id)}', 'refused');`,
    ),
    ...memberships.map(
      ({ user, organization, tokenRole, role }) =>
        `INSERT INTO "Membership" ("organizationId", "userId", "role", "deleted", "sourceVersion") VALUES ('${organization}', '${user}',
         '${role ?? tokenRole}', ${role === null}, ${role === tokenRole ? 1 : later});`,
    ),
    ...tenants.flatMap((id) => {
      const author = memberOf(id);
      return [0, 1].map(
        (number) =>
          `INSERT INTO "Project" ("organizationId", "id", "name", "createdById") VALUES ('${id}', gen_random_uuid(), '${mark("project", id)}', '${author}');
           INSERT INTO "Task" ("organizationId", "projectId", "title", "createdById", "assigneeId")
             SELECT '${id}', "id", '${mark("task", id)}', '${author}', ${number === 0 ? `'${author}'` : "NULL"}
             FROM "Project" p, generate_series(1, 2) WHERE p."organizationId" = '${id}'
               AND NOT EXISTS (SELECT FROM "Task" t WHERE t."organizationId" = p."organizationId" AND t."projectId" = p."id");`,
      );
    }),
  ];
  return lines.join("\n");
}

const changing = ["Project", "Task", "Post"] as const;

export async function seedWorld(owner: pg.Client): Promise<World> {
  await owner.query(seedSql());
  await owner.query(
    `CREATE SCHEMA kept; ${changing.map((table) => `CREATE TABLE kept."${table}" AS TABLE "public"."${table}"`).join("; ")}`,
  );
  const rows = new Map<Model, Row[]>();
  for (const model of models) {
    const result = await owner.query<Record<string, unknown>>(
      `SELECT * FROM "public"."${tableOf(model)}"`,
    );
    if (result.rows.length === 0) throw new Error(`seedSql makes no ${model} to aim at.`);
    rows.set(model, result.rows);
  }
  const columns = new Map<string, string[]>();
  const { rows: granted } = await owner.query<{ gate: string; table: string; column: string }>(
    `SELECT gate, t.relname AS "table", a.attname AS "column" FROM unnest($1::text[]) gate, pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
     WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND has_column_privilege('gate_' || gate, t.oid, a.attnum, 'SELECT')`,
    [roleNames],
  );
  for (const { gate, table, column } of granted) {
    const key = `${gate} ${table}`;
    columns.set(key, [...(columns.get(key) ?? []), column]);
  }
  return { rows, columns };
}

/** Puts everything that an attacker may change of their own back to where it was. */
export async function resetWorld(owner: pg.Client): Promise<void> {
  await owner.query(
    `DELETE FROM "public"."Task"; DELETE FROM "public"."Project"; DELETE FROM "public"."Post";
     ${changing.map((table) => `INSERT INTO "public"."${table}" TABLE kept."${table}"`).join("; ")}`,
  );
}

/** Whose a row is, by a column; null where a table is nobody's to change, and no word where it grows by itself. */
const ownerOf: Readonly<Record<Model, string | null | undefined>> = {
  user: null,
  organization: null,
  membership: null,
  invitation: null,
  clerkRole: null,
  clerkPermission: null,
  clerkInstance: null,
  endedSession: null,
  project: "organizationId",
  task: "organizationId",
  post: "authorId",
  auditEvent: undefined,
  auditChain: undefined,
  webhookDelivery: null,
  // What an administrator asked for the sync does in its own time.
  syncRun: undefined,
  clerkCommand: undefined,
};

function digestSql(model: Model): string | undefined {
  const column = ownerOf[model];
  if (column === undefined) return undefined;
  const table = tableOf(model);
  const digest = `count(*)::int AS count, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM "public"."${table}" t`;
  return column === null
    ? `SELECT '${table}' AS of, ${digest}`
    : `SELECT '${table} ' || "${column}" AS of, ${digest} GROUP BY "${column}"`;
}

export type Digests = ReadonlyMap<string, { readonly digest: string; readonly count: number }>;

/**
 * A digest of each owner's rows of each table, and of each whole mirror, read as the database's owner. Not of the audit trail,
 * which grows whenever anybody is refused; findStrays looks at whose rows are in which chain.
 */
export async function digestWorld(owner: pg.Client): Promise<Digests> {
  const { rows } = await owner.query<{ of: string; count: number; digest: string }>(
    models.flatMap((model) => digestSql(model) ?? []).join(" UNION ALL "),
  );
  return new Map(rows.map(({ of, count, digest }) => [of, { count, digest }]));
}

/** Rows that are not where they belong, whoever wrote them: another's text, another's author, another's project. */
export async function findStrays(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ stray: string }>(
    `SELECT 'a project of ' || p."organizationId" || ' says ' || p."name" || ' by ' || p."createdById" AS stray FROM "public"."Project" p
       WHERE p."name" <> '⟦project:' || p."organizationId" || '⟧' OR NOT EXISTS (SELECT FROM "public"."Membership" m
         WHERE m."organizationId" = p."organizationId" AND m."userId" = p."createdById")
     UNION ALL SELECT 'a task of ' || t."organizationId" || ' says ' || t."title" || ' by ' || t."createdById" FROM "public"."Task" t
       WHERE t."title" <> '⟦task:' || t."organizationId" || '⟧' OR NOT EXISTS (SELECT FROM "public"."Membership" m
         WHERE m."organizationId" = t."organizationId" AND m."userId" = t."createdById")
     UNION ALL SELECT 'a task of ' || t."organizationId" || ' is in no project of theirs' FROM "public"."Task" t WHERE NOT EXISTS (
         SELECT FROM "public"."Project" p WHERE p."organizationId" = t."organizationId" AND p."id" = t."projectId")
     UNION ALL SELECT 'a task of ' || t."organizationId" || ' is assigned to ' || t."assigneeId" FROM "public"."Task" t
       WHERE t."assigneeId" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."Membership" m
         WHERE m."organizationId" = t."organizationId" AND m."userId" = t."assigneeId")
     UNION ALL SELECT 'a post of ' || p."authorId" || ' says ' || p."title" FROM "public"."Post" p
       WHERE p."title" NOT IN ('⟦draft:' || p."authorId" || '⟧', '⟦post:' || p."authorId" || '⟧')
     UNION ALL SELECT 'a row of ' || a."actorId" || ' is in the audit chain ' || a."chainId" FROM "public"."AuditEvent" a
       WHERE a."chainId" NOT IN ('admin', 'user:' || a."actorId") AND NOT EXISTS (SELECT FROM "public"."Membership" m
         WHERE a."chainId" = 'org:' || m."organizationId" AND a."organizationId" = m."organizationId" AND m."userId" = a."actorId")
     UNION ALL SELECT 'a command of ' || c."actorId" || ' to ' || c."action" || ' ' || c."subjectId" || ' in ' || c."organizationId"
       FROM "public"."ClerkCommand" c WHERE c."organizationId" IS NOT NULL AND (NOT EXISTS (SELECT FROM "public"."Membership" m
         WHERE m."organizationId" = c."organizationId" AND m."userId" = c."actorId")
       OR c."action" LIKE 'member.%' AND NOT EXISTS (SELECT FROM "public"."Membership" m
         WHERE m."organizationId" = c."organizationId" AND m."userId" = c."subjectId")
       OR c."action" = 'invitation.revoke' AND NOT EXISTS (SELECT FROM "public"."Invitation" i
         WHERE i."organizationId" = c."organizationId" AND i."id" = c."subjectId"))
     UNION ALL SELECT 'the audit chain ' || c."id" || ' says ' || c."sequence" || ' rows' FROM "public"."AuditChain" c
       WHERE c."sequence" <> (SELECT count(*) FROM "public"."AuditEvent" a WHERE a."chainId" = c."id")`,
  );
  return rows.map(({ stray }) => stray);
}

/** Whether a row is none of the principal's business at a gate. */
export function isForeign(who: Principal, gate: Gate, model: Model, row: Row): boolean {
  const of = (field: string) => String(row[field]);
  switch (model) {
    case "user":
      return !mayKnow(who, gate, "name", of("id"));
    case "organization":
      return !mayKnow(who, gate, "org", of("id"));
    case "membership":
      return !(
        gate !== "public" &&
        mayKnow(who, gate, "orgId", of("organizationId")) &&
        mayKnow(who, gate, "userId", of("userId"))
      );
    case "project":
    case "task":
      return !mayKnow(who, gate, model, of("organizationId"));
    case "post":
      // Administrators see that a post exists, and nothing that it says.
      if (gate === "admin") return !who.platformAdmin;
      return !mayKnow(who, gate, row["status"] === "published" ? "post" : "draft", of("authorId"));
    case "auditEvent":
      if (gate === "admin") return !who.platformAdmin;
      return !(
        gate === "org" &&
        mayKnow(who, gate, "orgId", of("organizationId")) &&
        rolePermissions(who.role).includes("org:audit:read")
      );
    case "invitation":
      if (gate === "admin") return !who.platformAdmin;
      return !(
        gate === "org" &&
        mayKnow(who, gate, "orgId", of("organizationId")) &&
        rolePermissions(who.role).includes("org:members:manage")
      );
    case "webhookDelivery":
    case "syncRun":
    case "clerkCommand":
      return gate !== "admin" || !who.platformAdmin;
    default:
      return true;
  }
}
