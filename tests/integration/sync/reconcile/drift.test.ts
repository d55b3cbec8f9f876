import { beforeAll, describe, expect, it } from "vitest";
import { adopt, readInstances } from "@/src/server/sync/adopt";
import { takeDelivery } from "@/src/server/sync/inbox";
import { driftOf, readFound, type Found } from "@/src/server/sync/reconcile/findings";
import { runSync } from "@/src/server/sync/run/perform";
import { startRun, type Run } from "@/src/server/sync/run/run";
import { useApplication } from "../../../support/application.ts";
import { userData } from "../../../support/deliveries.ts";
import { runSql } from "../../../support/sql.ts";
import { settleASecond, useLocalClerk } from "./local-clerk.ts";

const testDatabase = useApplication();
const door = useLocalClerk();

const users = 300;
const organizations = 6;
const members = 12;

function sql(text: string, values: readonly unknown[] = []) {
  return runSql(testDatabase().ownerUrl, text, [...values]);
}

async function reconcile(options: Partial<Run> = {}): Promise<{ run: Run; found: Found }> {
  const asked = { kind: "reconcile", scope: "all", dryRun: false, confirmed: false } as const;
  const { id } = await startRun({ ...asked, startedBy: "command", ...options });
  const run = await runSync(id);
  return { run, found: readFound(run.found) };
}

/** What the mirror holds, without versions and times. */
async function mirror(): Promise<Record<string, Record<string, unknown>[]>> {
  const tables = {
    users: `SELECT "id", "email", "name", "imageUrl", "platformRole", "banned", "locked", "deleted" FROM "User" ORDER BY 1`,
    organizations: `SELECT "id", "name", "slug", "imageUrl", "deleted" FROM "Organization" ORDER BY 1`,
    memberships: `SELECT "organizationId", "userId", "membershipId", "role", "deleted" FROM "Membership" ORDER BY 1, 2`,
    invitations: `SELECT "id", "organizationId", "emailAddress", "role", "status" FROM "Invitation" ORDER BY 1`,
  };
  const entries: (readonly [string, Record<string, unknown>[]])[] = await Promise.all(
    Object.entries(tables).map(async ([name, text]) => [name, await sql(text)] as const),
  );
  return Object.fromEntries(entries);
}

async function idsOf(table: string, count: number): Promise<string[]> {
  const rows = await sql(
    `SELECT "id" FROM "${table}" WHERE NOT "deleted" ORDER BY md5("id") LIMIT ${count}`,
  );
  return rows.map((row) => String(row["id"]));
}

beforeAll(async () => {
  await door().clerk.seed({
    users: Array.from({ length: users }, (_, n) => ({
      emailAddresses: [`person${n}@example.test`],
      firstName: "Person",
      lastName: String(n),
    })),
    organizations: Array.from({ length: organizations }, (_, n) => ({
      name: `Organization ${n}`,
      slug: `organization-${n}`,
      members: Array.from({ length: members }, (_, m) => ({
        emailAddress: `person${(n * 25 + m) % users}@example.test`,
        role: m === 0 ? "org:admin" : "org:member",
      })),
      invitations: [{ emailAddress: `guest${n}@example.test`, role: "org:member" }],
    })),
  });
}, 120_000);

describe("a reconcile of everything", { timeout: 120_000 }, () => {
  it("fills an empty mirror, and finds nothing to do the second time", async () => {
    const { run, found } = await reconcile();
    expect(run).toMatchObject({ status: "done", error: null });
    expect(found.user?.counts).toEqual({ missing: users });
    expect(found.organization?.counts).toEqual({ missing: organizations });
    expect(found.membership?.counts).toEqual({ missing: organizations * members });
    expect(found.invitation?.counts).toEqual({ missing: organizations });
    expect(run.done).toBe(run.total);
    const inbox = await sql(`SELECT count(*)::int AS n FROM "WebhookDelivery"`);
    const again = await reconcile();
    expect(again.found.user?.counts).toEqual({ same: users });
    expect(again.found.membership?.counts).toEqual({ same: organizations * members });
    expect(await sql(`SELECT count(*)::int AS n FROM "WebhookDelivery"`)).toEqual(inbox);
  });

  it("finds what was made, changed and deleted without a delivery, and mends it", async () => {
    const truth = await mirror();
    const [lost = "", wrong = "", banned = "", gone = "", left = ""] = await idsOf("User", 5);
    const [renamed = "", dissolved = ""] = await idsOf("Organization", 2);
    // Behind the sync's back: as if deliveries had been lost, and one had been applied wrongly.
    await sql(`DELETE FROM "Membership" WHERE "userId" = $1`, [lost]);
    await sql(`DELETE FROM "User" WHERE "id" = $1`, [lost]);
    await sql(`UPDATE "User" SET "name" = 'Nobody', "sourceTimestamp" = 1 WHERE "id" = $1`, [
      wrong,
    ]);
    await sql(`UPDATE "User" SET "sourceTimestamp" = 1 WHERE "id" = $1`, [banned]);
    await door().sdk.users.banUser(banned);
    const promoted = await promote(renamed, [lost, gone, left]);
    await sql(`UPDATE "Organization" SET "slug" = 'other', "sourceTimestamp" = 1 WHERE "id" = $1`, [
      renamed,
    ]);
    await door().sdk.users.deleteUser(gone);
    await door().sdk.organizations.deleteOrganization(dissolved);
    await leave(left);
    await settleASecond();

    const dry = await reconcile({ dryRun: true });
    expect(dry.found.user?.counts).toMatchObject({ missing: 1, changed: 2, gone: 1 });
    expect(dry.found.user?.columns).toEqual({ name: 1, banned: 1 });
    expect(dry.found.user?.ids.gone).toEqual([gone]);
    expect(dry.found.organization?.counts).toMatchObject({ changed: 1, gone: 1 });
    expect(dry.found.membership?.columns).toEqual({ role: 1 });
    expect(dry.found.membership?.ids.changed).toEqual([`${renamed}/${promoted}`]);
    expect(await sql(`SELECT "id" FROM "User" WHERE "id" = $1`, [lost])).toEqual([]);

    const { run, found } = await reconcile();
    expect(run).toMatchObject({ status: "done", error: null });
    expect(found.user?.ids).toEqual(dry.found.user?.ids);
    expect(JSON.stringify(run.found)).not.toMatch(/@example|Person/);
    const after = await mirror();
    const rowOf = (rows: readonly Record<string, unknown>[] | undefined, id: string) =>
      rows?.find((row) => row["id"] === id);
    expect(rowOf(after["users"], lost)).toEqual(rowOf(truth["users"], lost));
    expect(rowOf(after["users"], wrong)).toEqual(rowOf(truth["users"], wrong));
    expect(rowOf(after["users"], banned)).toMatchObject({ banned: true });
    expect(rowOf(after["users"], gone)).toMatchObject({ deleted: true, email: null });
    expect(rowOf(after["organizations"], renamed)).toEqual(rowOf(truth["organizations"], renamed));
    expect(rowOf(after["organizations"], dissolved)).toMatchObject({ deleted: true });
    const alive = await sql(
      `SELECT FROM "Membership" WHERE NOT "deleted" AND ("userId" IN ($1, $2) OR "organizationId" = $3)`,
      [gone, left, dissolved],
    );
    expect(alive).toEqual([]);
    expect(driftOf((await reconcile()).found)).toBe(0);
  });

  it("is the last word on the version that it saw: what comes late changes nothing", async () => {
    const [id = ""] = await idsOf("User", 1);
    const rowOf = () =>
      sql(`SELECT "sourceVersion"::float8 AS "version", "name" FROM "User" WHERE "id" = $1`, [id]);
    const [before] = await rowOf();
    const version = Number(before?.["version"]);
    await settleASecond();
    await sql(`UPDATE "User" SET "sourceTimestamp" = "sourceVersion" WHERE "id" = $1`, [id]);
    await reconcile();
    const late = { ...userData(id), first_name: "Late", updated_at: version };
    await takeDelivery({
      id: "msg_late",
      envelope: {
        object: "event",
        type: "user.updated",
        data: late,
        timestamp: version + 1,
      },
    });
    expect(await rowOf()).toEqual([before]);
  });

  it("buries nobody for being absent from a page, when Clerk knows them", async () => {
    const list = /\/v1\/(users|organizations|organization_memberships)\?limit=500/;
    door().interrupt = (incoming, outgoing) => {
      if (!list.test(incoming.url ?? "") || /user_id|organization_id/.test(incoming.url ?? ""))
        return false;
      outgoing.writeHead(200, { "content-type": "application/json" });
      outgoing.end(incoming.url?.includes("/users") ? "[]" : '{"data":[],"total_count":0}');
      return true;
    };
    const before = await mirror();
    const { run, found } = await reconcile();
    door().interrupt = null;
    expect(run.status).toBe("done");
    expect(driftOf(found)).toBe(0);
    expect(await mirror()).toEqual(before);
  });

  it("believes no lists of memberships that are all empty, until somebody confirms it", async () => {
    door().interrupt = (incoming, outgoing) => {
      if (!/memberships/.test(incoming.url ?? "")) return false;
      outgoing.writeHead(200, {
        "content-type": "application/json",
        date: new Date().toUTCString(),
      });
      outgoing.end('{"data":[],"total_count":0}');
      return true;
    };
    const before = await mirror();
    await settleASecond();
    const { run } = await reconcile();
    door().interrupt = null;
    expect(run).toMatchObject({ status: "stopped", error: "too_many_tombstones" });
    expect(await mirror()).toEqual(before);
  });

  it("passes over what changed since it began, and stubs that a request has just made", async () => {
    const later = Date.now() + 60_000;
    await sql(
      `INSERT INTO "User" ("id", "name", "sourceVersion", "sourceTimestamp", "createdAt") VALUES
         ('user_changed', 'New', $1, $1, now()), ('user_stub', NULL, 0, 0, now() + interval '1 minute'), ('user_unknown', 'Old', 1, 1, now())`,
      [later],
    );
    const { found } = await reconcile();
    expect(found.user?.ids.gone).toEqual(["user_unknown"]);
    const rows = await sql(
      `SELECT "id", "deleted" FROM "User" WHERE "id" IN ('user_changed', 'user_stub', 'user_unknown') ORDER BY 1`,
    );
    expect(rows).toEqual([
      { id: "user_changed", deleted: false },
      { id: "user_stub", deleted: false },
      { id: "user_unknown", deleted: true },
    ]);
    await sql(`DELETE FROM "User" WHERE "id" IN ('user_changed', 'user_stub', 'user_unknown')`);
  });

  it("stops before it tombstones more than ten and 1 %, and goes on when that is confirmed", async () => {
    const insert = `INSERT INTO "User" ("id", "name", "sourceVersion", "sourceTimestamp", "createdAt")
      SELECT 'user_ghost' || n, 'Ghost', 1, 1, now() - interval '1 day' FROM generate_series(1, $1) n ON CONFLICT DO NOTHING`;
    const ghosts = () =>
      sql(`SELECT count(*)::int AS n FROM "User" WHERE "id" LIKE 'user_ghost%' AND NOT "deleted"`);
    await sql(insert, [11]);
    expect((await reconcile({ dryRun: true })).found.user?.counts.gone).toBe(11);
    const { run, found } = await reconcile();
    expect(run).toMatchObject({ status: "stopped", error: "too_many_tombstones" });
    expect(found.user?.counts.gone).toBe(11);
    expect(await ghosts()).toEqual([{ n: 11 }]);
    const confirmed = await reconcile({ confirmed: true });
    expect(confirmed.run.status).toBe("done");
    expect(await ghosts()).toEqual([{ n: 0 }]);
  });

  it("stops at another instance's secret key, also when that is confirmed", async () => {
    await sql(`INSERT INTO "ClerkInstance" ("id", "firstSeenAt") VALUES ('ins_ours', now())`);
    const before = await mirror();
    for (const confirmed of [false, true]) {
      const { run } = await reconcile({ confirmed });
      expect(run).toMatchObject({ status: "stopped", error: "another_instance" });
    }
    expect(await mirror()).toEqual(before);
    await adopt((await readInstances()).current);
    expect((await reconcile()).run.status).toBe("done");
  });
});

/** Somebody of the organization's who stays, since nothing else may become of this membership. */
async function promote(organizationId: string, others: readonly string[]): Promise<string> {
  const rows = await sql(
    `SELECT "userId" FROM "Membership" WHERE "organizationId" = $1 AND "role" = 'org:member' AND "userId" <> ALL ($2) ORDER BY 1 LIMIT 1`,
    [organizationId, others],
  );
  const userId = String(rows[0]?.["userId"]);
  const { organizations: api } = door().sdk;
  await api.updateOrganizationMembership({ organizationId, userId, role: "org:admin" });
  return userId;
}

async function leave(userId: string): Promise<void> {
  const { data } = await door().sdk.users.getOrganizationMembershipList({ userId });
  for (const { organization } of data) {
    const organizationId = organization.id;
    await door().sdk.organizations.deleteOrganizationMembership({ organizationId, userId });
  }
}
