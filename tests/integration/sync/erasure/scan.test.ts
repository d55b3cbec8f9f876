import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProjectId } from "@/src/access/ids";
import { columns } from "@/src/server/db/generated/columns";
import { takeObservation } from "@/src/server/sync/inbox";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { createCaller } from "@/src/server/trpc/caller";
import { createAnonymousContext } from "@/src/server/trpc/context";
import { useApplication } from "../../../support/application.ts";
import { deliveryOf, envelopeOf } from "../../../support/deliveries.ts";
import { outcome } from "../../../support/outcome.ts";
import { callerOf } from "../../../support/principals.ts";
import { runSql } from "../../../support/sql.ts";
import { Canaries, dump, findAll } from "./canaries.ts";
import { allTold, profileOf, type Subject } from "./told.ts";

// The whole database is searched for what was ever said of a person.

vi.hoisted(() => {
  process.env["LOG_LEVEL"] = "debug";
});

const testDatabase = useApplication({ LOG_LEVEL: "debug" });
const owner = (text: string, values?: unknown[]) => runSql(testDatabase().ownerUrl, text, values);
const found = (subject: Subject) => findAll(testDatabase().adminUrl, subject.canaries);

const logged: string[] = [];
beforeEach(() => {
  vi.spyOn(fs, "writeSync").mockImplementation((_, text: unknown) => {
    logged.push(String(text));
    return String(text).length;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function newSubject(): Subject {
  const [user, organization] = [10, 10].map((bytes) => randomBytes(bytes).toString("hex"));
  return { user: `user_${user}`, organization: `org_${organization}`, canaries: new Canaries() };
}

async function deliver(type: string, data: Record<string, unknown>, id = `msg_${randomUUID()}`) {
  const body = envelopeOf({ type, data, timestamp: 5_000 });
  const response = await receiveDelivery(deliveryOf(body, { id }));
  return (await response.json()) as { outcome?: string; error?: { code: string } };
}

async function tellAll(subject: Subject): Promise<void> {
  for (const { type, data, outcome: expected } of allTold(subject))
    expect([type, await deliver(type, data)]).toEqual([type, { outcome: expected }]);
}

const bury = ({ user }: Subject) =>
  deliver("user.deleted", { id: user, object: "user", deleted: true });

/** A delivery that fails; the same can come again. */
async function fail({ user, ...subject }: Subject, id: string): Promise<void> {
  const { adminUrl } = testDatabase();
  await runSql(
    adminUrl,
    `ALTER TABLE "public"."User" ADD CONSTRAINT broken CHECK ("id" <> '${user}') NOT VALID`,
  );
  const answer = await deliver(
    "user.updated",
    { ...profileOf({ user, ...subject }), updated_at: 9_000 },
    id,
  );
  expect(answer).toMatchObject({ error: { code: "internal" } });
  await runSql(adminUrl, `ALTER TABLE "public"."User" DROP CONSTRAINT broken`);
}

/** What the person makes themselves, and what is done to leave traces elsewhere. */
async function act({ user, organization, canaries: { text } }: Subject): Promise<{ slug: string }> {
  const caller = callerOf(user, { organization, role: "org:admin" });
  await caller.post.create({ title: text("draft's title"), body: text("draft's body") });
  const post = await caller.post.create({
    title: text("kept: post's title"),
    body: text("kept: post's body"),
  });
  await caller.post.publish({ id: post.id, published: true });
  const project = await caller.project.create({ name: text("kept: project's name") });
  const task = await caller.task.create({
    projectId: project.id,
    title: text("kept: task's title"),
  });
  await caller.task.assign({ id: task.id, assigneeId: null });
  // Refused: what was sent is not to be found on the trail.
  const stranger = callerOf(user, { organization, role: "org:none" });
  expect(await outcome(stranger.project.create({ name: text("refused name") }))).toBe(
    "permission_missing",
  );
  const made = text("made up id") as ProjectId;
  expect(await outcome(caller.project.rename({ id: made, name: text("refused name") }))).toBe(
    "bad_input",
  );
  await owner(
    `INSERT INTO "public"."SyncRun" ("kind", "scope", "startedBy") VALUES ('reconcile', $1, $1)`,
    [user],
  );
  await owner(
    `INSERT INTO "public"."ClerkCommand" ("action", "gate", "actorId", "organizationId", "subjectId") VALUES ('member.remove', 'org', $1, $2, $1)`,
    [user, organization],
  );
  return post;
}

/** Nothing but what is documented as kept, where it is documented to be kept. */
const kept = [
  "Post.body: kept: post's body",
  "Post.slug: kept: post's title",
  "Post.title: kept: post's title",
  "Project.name: kept: project's name",
  "Task.title: kept: task's title",
];

describe("after a person was deleted", () => {
  it(
    "the whole database holds nothing of them but what they published and made for others",
    { timeout: 120_000 },
    async () => {
      const subject = newSubject();
      const { user, organization } = subject;
      await deliver("user.created", profileOf(subject));
      const post = await act(subject);
      await fail(subject, `msg_failed_${organization}`);
      await tellAll(subject);
      for (const source of ["reconcile", "command"] as const) {
        const data = { ...profileOf(subject), updated_at: source === "command" ? 7_000 : 6_000 };
        expect(
          await takeObservation({ source, type: "user.updated", data, timestamp: 8_000 }),
        ).toBe(true);
      }

      // All of it was there to be erased: a column that says who somebody is and is filled by nobody here would prove nothing.
      const before = await found(subject);
      for (const [table, classes] of Object.entries(columns))
        for (const [column, holds] of Object.entries(classes))
          if (["personal", "content", "payload"].includes(holds))
            expect(before.filter((line) => line.startsWith(`${table}.${column}: `))).not.toEqual(
              [],
            );

      expect(await bury(subject)).toEqual({ outcome: "applied" });
      expect(await found(subject)).toEqual(kept);
      expect(
        await owner(
          `SELECT "erasedAt" IS NOT NULL AS erased FROM "public"."User" WHERE "id" = $1`,
          [user],
        ),
      ).toEqual([{ erased: true }]);

      // Late, and again: what failed before comes under its own id.
      await tellAll(subject);
      expect(
        await deliver("user.updated", profileOf(subject), `msg_failed_${organization}`),
      ).toEqual({
        outcome: "applied",
      });
      await fail(subject, `msg_late_${organization}`);
      await bury(subject);
      await takeObservation({
        source: "reconcile",
        type: "user.updated",
        data: profileOf(subject),
        timestamp: 9_000,
      });
      expect(await found(subject)).toEqual(kept);

      // Clerk's ids stay, so that what was done can still be told apart.
      const holding = (await dump(testDatabase().adminUrl))
        .filter(({ text }) => text.includes(user))
        .map(({ table, column }) => [table, column] as const);
      const classes: Readonly<Record<string, Readonly<Record<string, string>>>> = columns;
      for (const [table, column] of holding)
        expect([table, column, classes[table]?.[column]]).toEqual([
          table,
          column,
          expect.stringMatching(/^(pseudonym|payload)$/),
        ]);
      expect(holding.map(([table]) => table)).toContain("AuditEvent");

      const shown = await createCaller(createAnonymousContext()).post.bySlug({ slug: post.slug });
      expect(shown.author).toEqual({ name: null, imageUrl: null });
      expect(subject.canaries.findIn(logged.join(""))).toEqual([]);
      expect(logged.join("")).toContain("delivery failed; the sender will try again");
    },
  );

  it("whose deletion came first, the database never learns who they were", async () => {
    const subject = newSubject();
    expect(await bury(subject)).toEqual({ outcome: "applied" });
    await tellAll(subject);
    await fail(subject, `msg_failed_${subject.organization}`);
    expect(await found(subject)).toEqual([]);
  });
});

it("the search finds what is written otherwise, and looks everywhere", async () => {
  const canaries = new Canaries();
  const text = canaries.text("a");
  const forms = [
    text,
    JSON.stringify(JSON.stringify({ [text]: 1 })),
    text.toUpperCase(),
    encodeURIComponent(text),
    Buffer.from(text).toString("hex"),
    ...["", "-", "--"].map((before) => Buffer.from(before + text).toString("base64")),
  ];
  for (const form of forms) expect([form, canaries.findIn(form)]).toEqual([form, ["a"]]);
  expect(canaries.findIn("Zoë")).toEqual([]);
  const dumped = await dump(testDatabase().adminUrl);
  expect(dumped.map(({ schema }) => schema)).toContain("migrations");
  const known = Object.entries(columns).flatMap(([table, classes]) =>
    Object.keys(classes).map((column) => `${table}.${column}`),
  );
  const ours = dumped
    .filter(({ schema }) => schema === "public")
    .map(({ table, column }) => `${table}.${column}`);
  expect(ours.sort()).toEqual(known.sort());
});
