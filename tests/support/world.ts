import { randomBytes, randomUUID } from "node:crypto";
import type { PrincipalCase } from "@/src/access/matrix/principals";
import { permissions, type Permission } from "@/src/access/permissions";
import { roles } from "@/src/access/roles";

/** Two organizations with a row of each noun, and a caller: all of fresh ids, so that worlds do not meet. */
export interface World {
  readonly user: string;
  /** Somebody else: a member of both organizations, and the author of what is foreign. */
  readonly other: string;
  readonly impersonator: string;
  readonly session: string;
  /** When the caller's token was issued, seconds. */
  readonly issuedAt: number;
  readonly first: Tenant;
  readonly second: Tenant;
  readonly ownPost: Article;
  readonly foreignPost: Article;
  readonly publishedPost: Article;
  /** Of the caller and of the other person. Both are the administrators', and nobody else's. */
  readonly deliveries: Pair;
  /** Both wait to be confirmed. */
  readonly runs: Pair;
}

interface Pair {
  readonly own: string;
  readonly foreign: string;
}

export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly project: string;
  readonly task: string;
  /** Somebody who is a member here and nowhere else. */
  readonly member: string;
  /** Of an open invitation. */
  readonly invitation: string;
  readonly name: string;
  /** In the names of its rows; nothing else says it. */
  readonly mark: string;
}

export interface Article {
  readonly id: string;
  readonly slug: string;
}

/** Ids as Clerk makes them; letters and digits alone, so they may stand in SQL and in addresses as they are. */
export const clerkId = (prefix: string): string => `${prefix}_${randomBytes(12).toString("hex")}`;

export function makeWorld(): World {
  return {
    user: clerkId("user"),
    other: clerkId("user"),
    impersonator: clerkId("user"),
    session: clerkId("sess"),
    issuedAt: Math.floor(Date.now() / 1000) - 20,
    first: makeTenant(),
    second: makeTenant(),
    ownPost: makeArticle(),
    foreignPost: makeArticle(),
    publishedPost: makeArticle(),
    deliveries: { own: clerkId("msg"), foreign: clerkId("msg") },
    runs: { own: randomUUID(), foreign: randomUUID() },
  };
}

function makeTenant(): Tenant {
  const mark = randomBytes(8).toString("hex");
  return {
    id: clerkId("org"),
    slug: `tenant-${mark}`,
    name: `Tenant ${mark}`,
    project: randomUUID(),
    task: randomUUID(),
    member: clerkId("user"),
    invitation: clerkId("orginv"),
    mark: `Marked ${mark}`,
  };
}

function makeArticle(): Article {
  const id = randomUUID();
  return { id, slug: `article-${id}` };
}

/** The organization that the caller's rows are in, and the one where the foreign rows are. */
export function tenantsOf(world: World, principal: PrincipalCase) {
  return principal.organization?.active === "second"
    ? { own: world.second, foreign: world.first }
    : { own: world.first, foreign: world.second };
}

/**
 * SQL that brings the world about, for the owner: what the sync would have mirrored, and what people would have made. A caller
 * of whom no webhook has told has no row, unless they have `written` before: a first write leaves a stub.
 */
export function worldSql(world: World, principal: PrincipalCase, written = false): string {
  const { since = {}, mirrored = true } = principal;
  const before = (world.issuedAt - 10) * 1000;
  const after = (world.issuedAt + 10) * 1000;
  const when = (later: boolean | undefined): number => (later ? after : before);
  const statements = [
    ...people(world, principal, when, written),
    ...clerkRoles(world, principal, when),
    ...[world.first, world.second].flatMap((tenant) => tenantSql(tenant, world.other)),
    ...(mirrored || written ? [article(world.ownPost, world.user, "draft")] : []),
    article(world.foreignPost, world.other, "draft"),
    article(world.publishedPost, world.other, "published"),
    ...inbox(world),
  ];
  if (since.organizationDeleted) {
    const { own } = tenantsOf(world, principal);
    statements.push(`UPDATE "public"."Organization" SET "deleted" = true WHERE "id" = '${own.id}'`);
  }
  if (since.sessionEnded) {
    statements.push(
      `INSERT INTO "public"."EndedSession" ("id", "userId") VALUES ('${world.session}', '${world.user}')`,
    );
  }
  if (since.userDeleted) {
    // Last: a person who is deleted writes no posts.
    statements.push(`UPDATE "public"."User" SET "deleted" = true WHERE "id" = '${world.user}'`);
  }
  if (mirrored) {
    statements.push(...principal.memberOf.map((name) => membership(world, principal, name, when)));
  }
  return statements.join(";\n");
}

/** SQL that takes the world away again, and what its caller made in it. The audit trail keeps what was done. */
export function removeWorldSql(world: World): string {
  const { user, other, impersonator, first, second } = world;
  const people = `('${[user, other, impersonator, first.member, second.member].join("', '")}')`;
  const tenants = `('${world.first.id}', '${world.second.id}')`;
  return [
    ...["Task", "Project", "Invitation", "Membership"].map(
      (table) => `DELETE FROM "public"."${table}" WHERE "organizationId" IN ${tenants}`,
    ),
    `DELETE FROM "public"."Organization" WHERE "id" IN ${tenants}`,
    `DELETE FROM "public"."WebhookDelivery" WHERE "subjects" && ARRAY['${world.user}', '${world.other}']`,
    `DELETE FROM "public"."SyncRun" WHERE "startedBy" IN ${people}`,
    `DELETE FROM "public"."EndedSession" WHERE "userId" IN ${people}`,
    `DELETE FROM "public"."Post" WHERE "authorId" IN ${people}`,
    `DELETE FROM "public"."User" WHERE "id" IN ${people}`,
    `DELETE FROM "public"."ClerkRole" WHERE "id" LIKE 'role_${world.user}_%'`,
    `DELETE FROM "public"."ClerkPermission" WHERE "id" LIKE 'perm_${world.user}_%'`,
  ].join(";\n");
}

/** Clerk's roles and permissions as the sync mirrors them, set as ours are; and what was edited since. */
function clerkRoles(
  { user }: World,
  { organization, since = {} }: PrincipalCase,
  when: (later: boolean | undefined) => number,
): string[] {
  const named = (key: string): string => `'perm_${user}_${key}'`;
  const role = (key: string, held: readonly Permission[], at: number) =>
    `INSERT INTO "public"."ClerkRole" ("id", "key", "permissionIds", "sourceVersion")
     VALUES ('role_${user}_${key}', '${key}', ARRAY[${held.map(named).join(", ")}]::text[], ${at})`;
  const edited = since.rolePermissions;
  return [
    ...Object.keys(permissions).map(
      (key) =>
        `INSERT INTO "public"."ClerkPermission" ("id", "key", "sourceVersion") VALUES (${named(key)}, '${key}', ${when(false)})`,
    ),
    ...Object.entries(roles).map(([key, held]) => role(key, held.permissions, when(false))),
    ...(organization && edited ? [role(organization.role, edited, when(true))] : []),
  ];
}

function membership(
  world: World,
  { organization, since = {} }: PrincipalCase,
  name: "first" | "second",
  when: (later: boolean | undefined) => number,
): string {
  const active = organization?.active === name ? organization : null;
  const role = active ? (since.role ?? active.role) : "org:member";
  const removed = active !== null && since.membershipRemoved === true;
  const version = when(removed || (active !== null && since.role !== undefined));
  return `INSERT INTO "public"."Membership" ("organizationId", "userId", "role", "deleted", "sourceVersion")
    VALUES ('${world[name].id}', '${world.user}', '${role}', ${removed}, ${version})`;
}

function people(
  { user, other, impersonator }: World,
  principal: PrincipalCase,
  when: (later: boolean | undefined) => number,
  written: boolean,
): string[] {
  const { since = {}, mirrored = true, platformAdmin = false } = principal;
  const role = platformAdmin && !since.administratorUnmade ? "'admin'" : "NULL";
  const changed = since.userBanned ?? since.userDeleted ?? since.administratorUnmade;
  const person = (id: string, banned = false, platformRole = "NULL", at = when(false)) =>
    `INSERT INTO "public"."User" ("id", "name", "email", "banned", "platformRole", "sourceVersion")
     VALUES ('${id}', 'Person ${id}', '${id}@people.test', ${banned}, ${platformRole}, ${at})`;
  const stub = written ? [`INSERT INTO "public"."User" ("id") VALUES ('${user}')`] : [];
  return [
    ...(mirrored ? [person(user, since.userBanned, role, when(changed))] : stub),
    person(other),
    person(impersonator, since.impersonatorBanned, "'admin'", when(since.impersonatorBanned)),
  ];
}

function tenantSql(tenant: Tenant, admin: string): string[] {
  const { id, slug, name, project, task, mark, member, invitation } = tenant;
  return [
    `INSERT INTO "public"."Organization" ("id", "name", "slug") VALUES ('${id}', '${name}', '${slug}')`,
    `INSERT INTO "public"."Membership" ("organizationId", "userId", "role") VALUES ('${id}', '${admin}', 'org:admin')`,
    `INSERT INTO "public"."Project" ("organizationId", "id", "name", "createdById") VALUES ('${id}', '${project}', '${mark}', '${admin}')`,
    `INSERT INTO "public"."Task" ("organizationId", "id", "projectId", "title", "createdById") VALUES ('${id}', '${task}', '${project}', '${mark}', '${admin}')`,
    `INSERT INTO "public"."User" ("id", "name") VALUES ('${member}', 'Fellow ${member}')`,
    `INSERT INTO "public"."Membership" ("organizationId", "userId", "role") VALUES ('${id}', '${member}', 'org:member')`,
    `INSERT INTO "public"."Invitation" ("id", "organizationId", "emailAddress", "role") VALUES ('${invitation}', '${id}', '${slug}@people.test', 'org:member')`,
  ];
}

function inbox({ user, other, deliveries, runs }: World): string[] {
  const delivery = (id: string, of: string) =>
    `INSERT INTO "public"."WebhookDelivery" ("id", "type", "status", "subjects", "payload", "processedAt") VALUES ('${id}', 'user.updated', 'ignored',
       ARRAY['${of}'], '{"object":"event","type":"email.created","timestamp":1,"data":{"id":"${of}","first_name":"Hidden ${of}"}}', now())`;
  const run = (id: string, by: string) =>
    `INSERT INTO "public"."SyncRun" ("id", "kind", "scope", "status", "error", "startedBy") VALUES ('${id}', 'replay', 'failed', 'stopped',
       'too_many_tombstones', '${by}')`;
  return [
    delivery(deliveries.own, user),
    delivery(deliveries.foreign, other),
    run(runs.own, user),
    run(runs.foreign, other),
  ];
}

function article({ id, slug }: Article, author: string, status: "draft" | "published"): string {
  const publishedAt = status === "published" ? "now()" : "NULL";
  return `INSERT INTO "public"."Post" ("id", "authorId", "slug", "title", "body", "status", "publishedAt")
    VALUES ('${id}', '${author}', '${slug}', 'Title of ${id}', 'Body.', '${status}', ${publishedAt})`;
}
