import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { closePermissions, isPermission, permissions } from "@/src/access/permissions";
import { roles, rolePermissions } from "@/src/access/roles";
import { syncTransaction } from "@/src/server/db/sync";
import { applyChange } from "@/src/server/sync/apply";
import { readChange } from "@/src/server/sync/events";
import { useApplication } from "../../support/application.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf, nowSeconds } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

let serial = 0;
let user = "";
let organization = "";
const issuedAt = nowSeconds() - 20;
/** Milliseconds: evidence from before and after the token. */
const before = (issuedAt - 10) * 1000;
const after = (issuedAt + 10) * 1000;

beforeEach(() => {
  serial += 1;
  user = `user_e${serial}`;
  organization = `org_e${serial}`;
});

function caller(
  options: {
    role?: string;
    platformAdmin?: boolean;
    impersonatorId?: string;
    sessionId?: string;
  } = {},
) {
  return callerOf(user, { organization, role: "org:admin", issuedAt, ...options });
}

async function mirror(sets: {
  user?: string;
  organization?: string;
  membership?: string;
}): Promise<void> {
  const { ownerUrl } = testDatabase();
  await runSql(ownerUrl, `INSERT INTO "public"."User" ("id") VALUES ($1) ON CONFLICT DO NOTHING`, [
    user,
  ]);
  await runSql(
    ownerUrl,
    `INSERT INTO "public"."Organization" ("id") VALUES ($1) ON CONFLICT DO NOTHING`,
    [organization],
  );
  await runSql(
    ownerUrl,
    `INSERT INTO "public"."Membership" ("organizationId", "userId", "role") VALUES ($1, $2, 'org:admin') ON CONFLICT DO NOTHING`,
    [organization, user],
  );
  if (sets.user)
    await runSql(ownerUrl, `UPDATE "public"."User" SET ${sets.user} WHERE "id" = $1`, [user]);
  if (sets.organization)
    await runSql(
      ownerUrl,
      `UPDATE "public"."Organization" SET ${sets.organization} WHERE "id" = $1`,
      [organization],
    );
  if (sets.membership)
    await runSql(
      ownerUrl,
      `UPDATE "public"."Membership" SET ${sets.membership} WHERE "userId" = $1`,
      [user],
    );
}

describe("a verified token whose mirror rows are missing", () => {
  it("reads and writes, and a write leaves the stubs that its foreign keys need", async () => {
    expect(await outcome(caller().project.list({}))).toBe("done");
    expect(
      await runSql(testDatabase().ownerUrl, `SELECT FROM "public"."User" WHERE "id" = $1`, [user]),
    ).toHaveLength(0);
    expect(await outcome(caller().project.create({ name: "first" }))).toBe("done");
    const stubs = await runSql(
      testDatabase().ownerUrl,
      `SELECT u."sourceVersion"::int AS "user", o."sourceVersion"::int AS organization, m."sourceVersion"::int AS membership, m."role"
       FROM "public"."Membership" m JOIN "public"."User" u ON u."id" = m."userId" JOIN "public"."Organization" o ON o."id" = m."organizationId"
       WHERE m."userId" = $1`,
      [user],
    );
    expect(stubs).toEqual([{ user: 0, organization: 0, membership: 0, role: null }]);
  });

  it("wins a race of 100 first requests: no error, one row each", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        outcome(caller().project.create({ name: `p${index}` })),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set(["done"]));
    expect(
      await runSql(testDatabase().ownerUrl, `SELECT FROM "public"."User" WHERE "id" = $1`, [user]),
    ).toHaveLength(1);
  });
});

describe("revoked after the token was issued", () => {
  const calls = {
    query: () => caller().project.list({}),
    mutation: () => caller().project.create({ name: "late" }),
    own: () => caller().post.mine({}),
  };
  const removed = { query: "membership_removed", mutation: "membership_removed", own: "done" };
  const everywhere = (code: string) => ({ query: code, mutation: code, own: code });

  it.each([
    [
      "membership removed",
      { membership: `"deleted" = true, "sourceTimestamp" = ${after}` },
      removed,
    ],
    ["organization deleted", { organization: `"deleted" = true` }, removed],
    ["user deleted", { user: `"deleted" = true` }, everywhere("user_deleted")],
    [
      "user banned",
      { user: `"banned" = true, "sourceVersion" = ${after}` },
      everywhere("user_banned"),
    ],
    [
      "role taken away",
      { membership: `"role" = 'org:unknown', "sourceVersion" = ${after}` },
      { query: "permission_stale", mutation: "permission_stale", own: "done" },
    ],
    [
      "demoted to member",
      { membership: `"role" = 'org:member', "sourceVersion" = ${after}` },
      { query: "done", mutation: "permission_stale", own: "done" },
    ],
  ])("%s", async (_name, sets, expected) => {
    await mirror(sets);
    for (const [name, call] of Object.entries(calls)) {
      expect([name, await outcome(call())]).toEqual([
        name,
        expected[name as keyof typeof expected],
      ]);
    }
  });

  it("session ended", async () => {
    await runSql(
      testDatabase().ownerUrl,
      `INSERT INTO "public"."EndedSession" ("id", "userId") VALUES ($1, $2)`,
      [`sess_x${serial}`, user],
    );
    expect(await outcome(caller({ sessionId: `sess_x${serial}` }).project.list({}))).toBe(
      "session_ended",
    );
    expect(await outcome(caller({ sessionId: `sess_y${serial}` }).project.list({}))).toBe("done");
  });

  it("administrator unmade; an impersonated one is none", async () => {
    expect(await outcome(caller({ platformAdmin: true }).admin.counts())).toBe("done");
    expect(
      await outcome(caller({ platformAdmin: true, impersonatorId: "user_root" }).admin.counts()),
    ).toBe("not_administrator");
    await mirror({ user: `"platformRole" = NULL, "sourceVersion" = ${after}` });
    expect(await outcome(caller({ platformAdmin: true }).admin.counts())).toBe("not_administrator");
    await mirror({ user: `"platformRole" = 'admin'` });
    expect(await outcome(caller({ platformAdmin: true }).admin.counts())).toBe("done");
  });
});

describe("newest evidence wins", () => {
  it("an older tombstone does not keep out who has rejoined with a newer token", async () => {
    await mirror({ membership: `"deleted" = true, "sourceTimestamp" = ${before}` });
    expect(await outcome(caller().project.list({}))).toBe("done");
  });
  it("an older ban, demotion or unmaking gives way to a newer token", async () => {
    await mirror({
      user: `"banned" = true, "sourceVersion" = ${before}`,
      membership: `"role" = 'org:member', "sourceVersion" = ${before}`,
    });
    expect(await outcome(caller().project.create({ name: "x" }))).toBe("done");
  });
  it("a live row never refuses by itself", async () => {
    await mirror({
      membership: `"role" = 'org:admin', "sourceVersion" = ${after}`,
      user: `"sourceVersion" = ${after}`,
      organization: `"sourceVersion" = ${after}`,
    });
    expect(await outcome(caller().project.create({ name: "x" }))).toBe("done");
  });
});

describe("the SQL and the tables of src/access", () => {
  it("give every role the same permissions, and an unknown role none", async () => {
    for (const role of [...Object.keys(roles), "org:nobody", "", "admin"]) {
      const [row] = await runSql(
        testDatabase().ownerUrl,
        `SELECT "app"."role_permissions"($1) AS granted`,
        [role],
      );
      expect([role, [...(row?.["granted"] as string[])].sort()]).toEqual([
        role,
        [...rolePermissions(role)],
      ]);
    }
  });
  it("give every permission the same implied ones, and what is not ours none", async () => {
    for (const permission of [
      ...Object.keys(permissions),
      "org:sys_profile:manage",
      "org:x:y",
      "",
    ]) {
      const [row] = await runSql(
        testDatabase().ownerUrl,
        `SELECT "app"."implied_permissions"($1) AS implied`,
        [permission],
      );
      const expected = closePermissions([permission].filter(isPermission));
      expect([permission, [...(row?.["implied"] as string[])].sort()]).toEqual([
        permission,
        expected,
      ]);
    }
  });
  it("know every permission", () => {
    expect(closePermissions(Object.keys(permissions) as (keyof typeof permissions)[])).toEqual(
      Object.keys(permissions).sort(),
    );
  });
});

describe("me.get", () => {
  it("does not call active what the person has left", async () => {
    await mirror({ membership: `"deleted" = true, "sourceTimestamp" = ${after}` });
    expect(await caller().me.get()).toMatchObject({ active: null, organizations: [] });
    await mirror({ membership: `"sourceTimestamp" = ${before}` });
    expect(await caller().me.get()).toMatchObject({
      active: { organizationId: organization },
      organizations: [],
    });
  });
});

describe("acting for somebody else", () => {
  it("ends when the administrator is banned or deleted", async () => {
    const acting = () => caller({ impersonatorId: `user_adm${serial}` }).post.mine({});
    expect(await outcome(acting())).toBe("done");
    await runSql(
      testDatabase().ownerUrl,
      `INSERT INTO "public"."User" ("id", "banned") VALUES ($1, true)`,
      [`user_adm${serial}`],
    );
    expect(await outcome(acting())).toBe("session_ended");
  });
});

describe("a first write that meets a deletion", () => {
  it.each([
    ["organization", "neither was heard of"],
    ["user", "neither was heard of"],
    ["organization", "both are known"],
    ["user", "both are known"],
  ] as const)("of the %s leaves no live membership; %s", async (of, known) => {
    if (known === "both are known") {
      await mirror({});
      await runSql(
        testDatabase().ownerUrl,
        `DELETE FROM "public"."Membership" WHERE "userId" = $1`,
        [user],
      );
    }
    const entering = new pg.Client({ connectionString: testDatabase().loginUrl });
    await entering.connect();
    try {
      await entering.query("BEGIN");
      await entering.query("SELECT app.enter($1)", [
        {
          gate: "org",
          user,
          organization,
          role: "org:admin",
          required: "org:projects:read",
          session: "sess_race",
          issuedAt,
          write: true,
        },
      ]);
      const type = `${of}.deleted`;
      const change = readChange({
        type,
        data: { id: of === "user" ? user : organization },
      });
      if (!change) throw new Error("no change");
      const deletion = syncTransaction((sql) =>
        applyChange(sql, change, { timestamp: after, digest: "" }),
      );
      await sleep(200); // Long enough to reach the lock that it has to wait for.
      await entering.query("COMMIT");
      await deletion;
    } finally {
      await entering.end();
    }
    expect(
      await runSql(
        testDatabase().ownerUrl,
        `SELECT "deleted" FROM "public"."Membership" WHERE "userId" = $1`,
        [user],
      ),
    ).toEqual([{ deleted: true }]);
  });
});
