import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { columns } from "@/src/server/db/generated/columns";
import { readExport } from "@/src/server/db/export";
import { openReader } from "@/src/server/db/gate";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { useApplication } from "../../../support/application.ts";
import { deliveryOf, envelopeOf, userData } from "../../../support/deliveries.ts";
import { callerOf, nowSeconds } from "../../../support/principals.ts";
import { runSql } from "../../../support/sql.ts";
import { allTold, type Subject } from "./told.ts";
import { Canaries } from "./canaries.ts";

const testDatabase = useApplication();
const owner = (text: string, values?: unknown[]) =>
  runSql<Record<string, unknown>>(testDatabase().ownerUrl, text, values);

async function deliver(type: string, data: Record<string, unknown>): Promise<void> {
  const body = envelopeOf({ type, data });
  expect((await receiveDelivery(deliveryOf(body, { id: `msg_${randomUUID()}` }))).status).toBe(200);
}

async function live(user: string, organization: string): Promise<Subject> {
  const subject = { user, organization, canaries: new Canaries() };
  for (const { type, data } of allTold(subject))
    if (!type.endsWith("Membership.deleted")) await deliver(type, data);
  // Newer than what was delivered, so that the token's role counts.
  const issuedAt = nowSeconds() + 60;
  const caller = callerOf(user, {
    organization,
    role: "org:admin",
    sessionId: "sess_another",
    issuedAt,
  });
  await caller.post.create({ title: "A draft", body: subject.canaries.text("draft") });
  const { id: projectId } = await caller.project.create({ name: "A name" });
  await caller.task.create({ projectId, title: "A title" });
  await owner(`INSERT INTO "public"."SyncRun" ("kind", "startedBy") VALUES ('reconcile', $1)`, [
    user,
  ]);
  await owner(
    `INSERT INTO "public"."ClerkCommand" ("action", "gate", "actorId") VALUES ('member.remove', 'org', $1)`,
    [user],
  );
  return subject;
}

/** Which table each list is of. */
const tables = {
  profile: "User",
  memberships: "Membership",
  invitations: "Invitation",
  endedSessions: "EndedSession",
  posts: "Post",
  projects: "Project",
  tasks: "Task",
  acts: "AuditEvent",
  commands: "ClerkCommand",
  syncRuns: "SyncRun",
  deliveries: "WebhookDelivery",
} as const;
/** The organization's texts; what others may be in; the chain's own. */
const leftOut = [
  "Project.name",
  "Task.title",
  "WebhookDelivery.payload",
  "WebhookDelivery.subjects",
  "AuditEvent.previousHash",
  "AuditEvent.hash",
];

it("an export has every column of every table that names a person, but what is said to be left out", async () => {
  const { user, canaries } = await live("user_exported", "org_exported");
  await deliver("user.created", userData("user_other"));
  const document = await callerOf(user, { sessionId: "sess_another" }).me.export();
  expect(document).toMatchObject({ id: user, schemaVersion: 1, cut: [] });
  // A chain of the audit trail and its rows are the same.
  const naming = Object.entries(columns).filter(
    ([table, classes]) =>
      table !== "AuditChain" && Object.values(classes).some((it) => it === "pseudonym"),
  );
  expect(naming.map(([table]) => table).sort()).toEqual(Object.values(tables).sort());
  for (const [list, table] of Object.entries(tables)) {
    // Guarantee: the keys of `tables` are lists of the document, or its profile.
    const rows = [document[list as keyof typeof tables]].flat();
    expect([list, rows.length > 0]).toEqual([list, true]);
    const given = new Set(rows.flatMap((row) => Object.keys(row ?? {})));
    const missing = Object.keys(columns[table]).filter((column) => !given.has(column));
    expect(
      missing.map((column) => `${table}.${column}`).filter((it) => !leftOut.includes(it)),
    ).toEqual([]);
    for (const column of given) expect(leftOut).not.toContain(`${table}.${column}`);
  }
  const text = JSON.stringify(document);
  expect(canaries.findIn(text)).toEqual(
    expect.arrayContaining(["draft", "first name", "last name", "primary address", "picture"]),
  );
  expect(canaries.findIn(text)).not.toContain("private metadata");
  expect(text).not.toMatch(/user_other|A name|A title/);
});

it("administrators have the same of anybody, and it is on the trail", async () => {
  const { user } = await live("user_asked", "org_asked");
  await owner(`INSERT INTO "public"."User" ("id", "platformRole") VALUES ('user_admin', 'admin')`);
  const own = await callerOf(user, { sessionId: "sess_another" }).me.export();
  const admin = callerOf("user_admin", { platformAdmin: true });
  expect({ ...(await admin.admin.exportUser({ id: user })), exportedAt: null }).toEqual({
    ...own,
    exportedAt: null,
  });
  expect(
    await owner(
      `SELECT "actorId", "subjectId" FROM "public"."AuditEvent" WHERE "action" = 'admin.exportUser'`,
    ),
  ).toEqual([{ actorId: "user_admin", subjectId: user }]);
  expect(await admin.admin.exportUser({ id: "user_unheard" })).toMatchObject({
    profile: null,
    posts: [],
    deliveries: [],
  });
});

it("nobody has another person's, though the handle is asked for it", async () => {
  await deliver("user.created", userData("user_curious"));
  const claims = { user: "user_curious", session: "sess_curious", issuedAt: nowSeconds() };
  const db = openReader({ gate: "user", claims });
  await expect(readExport(db, "user_curious")).resolves.toMatchObject({
    profile: { id: "user_curious" },
  });
  await expect(readExport(db, "user_admin")).rejects.toThrow("a person is exported to themselves");
});
