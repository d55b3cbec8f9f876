import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { OrganizationId, RunId, UserId } from "@/src/access/ids";
import { client } from "../../clerk/start.ts";
import { useApplication } from "../../support/application.ts";
import { newOrganization, newPerson, setOutage, useClerk, well } from "../../support/clerk.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
const clerk = useClerk();
afterEach(() => setOutage(clerk(), well));

const sql = (text: string, values: unknown[] = []) => runSql(testDatabase().ownerUrl, text, values);
let root: string;
let ann: string;
let acme: string;
const asRoot = () => callerOf(root, { platformAdmin: true }).admin;
const whom = (userId: string) => ({ userId: UserId.parse(userId) });
const which = (id: string) => ({ id: OrganizationId.parse(id) });

beforeAll(async () => {
  root = await newPerson(clerk(), { administrator: true });
  ann = await newPerson(clerk());
  acme = await newOrganization(clerk(), { [ann]: "org:admin", [root]: "org:member" });
  await sql(`UPDATE "User" SET "name" = 'Ann' WHERE "id" = $1`, [ann]);
});

describe("admin.user", () => {
  it("tells all that support needs of a person", async () => {
    await callerOf(ann, { organization: acme, role: "org:admin" }).project.create({ name: "One" });
    const user = await asRoot().user(whom(ann));
    expect(user).toMatchObject({ id: ann, name: "Ann", locked: false, lastAdministrator: false });
    expect(user.toldAt).toBeInstanceOf(Date);
    expect(user.memberships).toMatchObject([
      { organizationId: acme, role: "org:admin", deleted: false },
    ]);
    expect(user.activity.map(({ action }) => action)).toContain("project.create");
    expect(user.names).toMatchObject({ [ann]: "Ann" });
    expect(Object.keys(user.names)).toContain(acme);
    expect(user.deliveries.map(({ type }) => type)).toContain("user.created");
  });

  it("knows the last administrator, who can be neither unmade nor suspended", async () => {
    expect(await asRoot().user(whom(root))).toMatchObject({ lastAdministrator: true });
    await sql(`UPDATE "User" SET "platformRole" = 'admin' WHERE "id" = $1`, [ann]);
    expect(await asRoot().user(whom(root))).toMatchObject({ lastAdministrator: false });
    await sql(`UPDATE "User" SET "banned" = true WHERE "id" = $1`, [ann]);
    expect(await asRoot().user(whom(root))).toMatchObject({ lastAdministrator: true });
    await sql(`UPDATE "User" SET "platformRole" = NULL, "banned" = false WHERE "id" = $1`, [ann]);
  });

  it("finds nobody who is not there, in any of the calls about one", async () => {
    const absent = whom("user_absent");
    for (const call of ["user", "sessions", "resynchronizeUser"] as const)
      expect(await outcome(asRoot()[call](absent)), call).toBe("not_found");
    const nowhere = which("org_absent");
    for (const call of [
      "organization",
      "organizationMembers",
      "resynchronizeOrganization",
    ] as const)
      expect(await outcome(asRoot()[call](nowhere)), call).toBe("not_found");
  });

  it("leaves a row on the trail that says about whom it was", async () => {
    await asRoot().user(whom(ann));
    const [row] = await sql(
      `SELECT "action", "actorId", "subjectId" FROM "AuditEvent" WHERE "chainId" = 'admin' ORDER BY "sequence" DESC LIMIT 1`,
    );
    expect(row).toEqual({ action: "admin.user", actorId: root, subjectId: ann });
  });
});

describe("admin.sessions", () => {
  it("tells the open ones, by Clerk", async () => {
    const open = await client(clerk()).sessions.createSession({ userId: ann });
    const ended = await client(clerk()).sessions.createSession({ userId: ann });
    await client(clerk()).sessions.revokeSession(ended.id);
    const { sessions } = await asRoot().sessions(whom(ann));
    expect(sessions?.map(({ id }) => id)).toEqual([open.id]);
    expect(sessions?.[0]).toMatchObject({ impersonatorId: null });
    expect(sessions?.[0]?.lastActiveAt).toBeInstanceOf(Date);
  });

  it("is asked of Clerk by an administrator alone, who leaves a row of it", async () => {
    expect(await outcome(callerOf(ann).admin.sessions(whom(root)))).toBe("not_administrator");
    await asRoot().sessions(whom(ann));
    const [row] = await sql(
      `SELECT "action", "actorId", "subjectId", "outcome" FROM "AuditEvent" WHERE "chainId" = 'admin' ORDER BY "sequence" DESC LIMIT 1`,
    );
    expect(row).toEqual({
      action: "admin.sessions",
      actorId: root,
      subjectId: ann,
      outcome: "done",
    });
  });

  it("says that nobody knows where Clerk does not answer, and waits no longer than for a page", async () => {
    await setOutage(clerk(), { condition: "down" });
    expect(await asRoot().sessions(whom(ann))).toEqual({ id: ann, sessions: null });
    await setOutage(clerk(), { ...well, delayMs: 20_000 });
    const before = Date.now();
    expect(await asRoot().sessions(whom(ann))).toEqual({ id: ann, sessions: null });
    expect(Date.now() - before).toBeLessThan(8_000);
  });
});

describe("admin.organization", () => {
  it("tells all that support needs of an organization, and nothing of its work", async () => {
    await client(clerk()).organizations.createOrganizationInvitation({
      organizationId: acme,
      emailAddress: "waiting@people.test",
      role: "org:member",
    });
    await asRoot().resynchronizeOrganization(which(acme));
    const organization = await asRoot().organization(which(acme));
    expect(organization).toMatchObject({ id: acme, members: 2, deleted: false, deletedAt: null });
    expect(organization.invitations).toMatchObject([{ emailAddress: "waiting@people.test" }]);
    expect(organization.activity.map(({ action }) => action)).toContain("project.create");
    expect(JSON.stringify(organization)).not.toContain("One");
  });

  it("pages through the members", async () => {
    const first = await asRoot().organizationMembers({ ...which(acme), limit: 1 });
    const second = await asRoot().organizationMembers({
      ...which(acme),
      limit: 1,
      cursor: UserId.parse(first.nextCursor),
    });
    expect(second.nextCursor).toBeNull();
    const both = [...first.items, ...second.items];
    expect(both.map(({ id, role }) => [id, role]).sort()).toEqual(
      [
        [ann, "org:admin"],
        [root, "org:member"],
      ].sort(),
    );
  });
});

describe("admin.resynchronize", () => {
  const found = async ({ runId }: { runId: string }) => {
    const run = await callerOf(root, { platformAdmin: true }).run.get({ id: RunId.parse(runId) });
    return { status: run.status, found: run.found.filter(({ verdict }) => verdict !== "same") };
  };

  it("mends a person that was changed behind Clerk's back, and says what it found", async () => {
    await sql(`UPDATE "User" SET "email" = 'wrong@people.test', "banned" = true WHERE "id" = $1`, [
      ann,
    ]);
    const answer = await asRoot().resynchronizeUser(whom(ann));
    expect(answer.id).toBe(ann);
    expect(await found(answer)).toMatchObject({
      status: "done",
      found: [{ of: "user", verdict: "changed", ids: [ann] }],
    });
    expect(await asRoot().user(whom(ann))).toMatchObject({ banned: false });
    expect((await asRoot().user(whom(ann))).email).not.toBe("wrong@people.test");
    const again = await asRoot().resynchronizeUser(whom(ann));
    expect(await found(again)).toEqual({ status: "done", found: [] });
  });

  it("gives an organization back the members that it lost, and takes whom Clerk does not know", async () => {
    await sql(`UPDATE "Membership" SET "role" = 'org:guest' WHERE "userId" = $1`, [root]);
    await client(clerk()).organizations.deleteOrganizationMembership({
      organizationId: acme,
      userId: root,
    });
    expect(await found(await asRoot().resynchronizeOrganization(which(acme)))).toMatchObject({
      status: "done",
      found: [{ of: "membership", verdict: "gone" }],
    });
    expect(await asRoot().organization(which(acme))).toMatchObject({ members: 1 });
  });

  it("is on the trail as what was done to that person", async () => {
    await asRoot().resynchronizeUser(whom(ann));
    const rows = await sql(
      `SELECT "outcome" FROM "AuditEvent" WHERE "action" = 'admin.resynchronizeUser' AND "subjectId" = $1`,
      [ann],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ outcome: came }) => came === "done")).toBe(true);
  });

  it("answers soon where Clerk does not, and the run says why", async () => {
    await setOutage(clerk(), { condition: "down" });
    const before = Date.now();
    const answer = await asRoot().resynchronizeUser(whom(ann));
    expect(Date.now() - before).toBeLessThan(7_000);
    await setOutage(clerk(), well);
    await expect
      .poll(async () => (await found(answer)).status, { timeout: 20_000 })
      .toMatch(/done|failed/);
  });
});
