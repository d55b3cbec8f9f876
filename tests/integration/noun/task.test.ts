import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { ProjectId, TaskId, UserId } from "@/src/access/ids";
import { useApplication } from "../../support/application.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { outcome, refusal } from "../../support/outcome.ts";

const testDatabase = useApplication();

let serial = 0;
let organization = "";
let projectId: ProjectId;
beforeEach(async () => {
  serial += 1;
  organization = `org_t${serial}`;
  projectId = (await admin().project.create({ name: "project" })).id;
});
const admin = () => callerOf(`user_a${serial}`, { organization, role: "org:admin" });
const member = () => callerOf(`user_m${serial}`, { organization });
const foreigner = () => callerOf("user_f", { organization: "org_foreign", role: "org:admin" });

/** A person with a membership in the mirror. */
async function mirrorMember(of: string, options: { left?: boolean; gone?: boolean } = {}) {
  const id = UserId.parse(`user_${randomUUID().replaceAll("-", "")}`);
  await runSql(
    testDatabase().ownerUrl,
    `WITH person AS (INSERT INTO "public"."User" ("id", "deleted") VALUES ($1, $4) RETURNING "id"),
       tenant AS (INSERT INTO "public"."Organization" ("id") VALUES ($2) ON CONFLICT DO NOTHING)
     INSERT INTO "public"."Membership" ("organizationId", "userId", "role", "deleted") SELECT $2, "id", 'org:member', $3 FROM person`,
    [id, of, options.left ?? false, options.gone ?? false],
  );
  return id;
}

describe("a task", () => {
  it("is created by a member, listed in the order of making, and deleted", async () => {
    const titles = ["first", "second", "third"];
    for (const title of titles) await member().task.create({ projectId, title });
    const tasks = await member().task.list({ projectId });
    expect(tasks.map(({ title }) => title)).toEqual(titles);
    expect(tasks[0]).toMatchObject({
      projectId,
      doneAt: null,
      assigneeId: null,
      createdById: `user_m${serial}`,
    });
    const [first] = tasks;
    if (!first) throw new Error("no task");
    expect(await member().task.delete({ id: first.id })).toEqual({ id: first.id });
    expect((await member().task.list({ projectId })).map(({ title }) => title)).toEqual(
      titles.slice(1),
    );
    expect(await outcome(member().task.delete({ id: first.id }))).toBe("not_found");
  });

  it("is done and open again, by anyone of the organization", async () => {
    const { id } = await admin().task.create({ projectId, title: "toggled" });
    const done = await member().task.toggle({ id, done: true });
    expect(done.doneAt).toBeInstanceOf(Date);
    expect(await admin().task.list({ projectId })).toEqual([done]);
    expect((await member().task.toggle({ id, done: false })).doneAt).toBeNull();
  });

  it("is for another organization as if it were not there", async () => {
    const { id } = await member().task.create({ projectId, title: "ours" });
    const absent = TaskId.parse(randomUUID());
    const calls = [
      (task: TaskId) => foreigner().task.toggle({ id: task, done: true }),
      (task: TaskId) => foreigner().task.assign({ id: task, assigneeId: null }),
      (task: TaskId) => foreigner().task.delete({ id: task }),
    ];
    for (const call of calls) {
      expect(await outcome(call(id))).toBe("not_found");
      expect(await refusal(call(id))).toBe(await refusal(call(absent)));
    }
    expect(await outcome(foreigner().task.list({ projectId }))).toBe("not_found");
    expect(await member().task.list({ projectId })).toMatchObject([{ id, doneAt: null }]);
  });

  it("needs a project", async () => {
    const absent = ProjectId.parse(randomUUID());
    expect(await outcome(member().task.create({ projectId: absent, title: "x" }))).toBe(
      "not_found",
    );
    expect(await outcome(member().task.list({ projectId: absent }))).toBe("not_found");
    expect(await member().task.list({ projectId })).toEqual([]);
  });

  it("has a title of 1 to 240 characters", async () => {
    for (const title of [" ", "x".repeat(241)])
      expect(await outcome(member().task.create({ projectId, title }))).toBe("bad_input");
    expect((await member().task.create({ projectId, title: "x".repeat(240) })).title).toHaveLength(
      240,
    );
  });
});

describe("a task's assignee", () => {
  let id: TaskId;
  beforeEach(async () => {
    id = (await member().task.create({ projectId, title: "assigned" })).id;
  });

  it("is a member, another, or nobody", async () => {
    const [one, other] = [await mirrorMember(organization), await mirrorMember(organization)];
    expect((await member().task.assign({ id, assigneeId: one })).assigneeId).toBe(one);
    expect((await member().task.assign({ id, assigneeId: other })).assigneeId).toBe(other);
    expect((await member().task.assign({ id, assigneeId: null })).assigneeId).toBeNull();
  });

  it("is oneself before the webhook came: the own write has left the stub", async () => {
    const self = UserId.parse(`user_m${serial}`);
    expect((await member().task.assign({ id, assigneeId: self })).assigneeId).toBe(self);
  });

  it.each([
    ["nobody that exists", async () => UserId.parse("user_nowhere")],
    ["another organization's member", () => mirrorMember("org_other")],
    ["a member who has left", () => mirrorMember(organization, { left: true })],
    ["a person who was deleted", () => mirrorMember(organization, { left: true, gone: true })],
  ])("is not %s; all of them are refused alike", async (_name, find) => {
    const assigneeId = await find();
    const call = () => member().task.assign({ id, assigneeId });
    expect(await outcome(call())).toBe("bad_input");
    expect(await refusal(call())).toBe(
      await refusal(member().task.assign({ id, assigneeId: UserId.parse("user_absent") })),
    );
    expect(await member().task.list({ projectId })).toMatchObject([{ id, assigneeId: null }]);
  });

  it("stays on the task when leaving", async () => {
    const leaver = await mirrorMember(organization);
    await member().task.assign({ id, assigneeId: leaver });
    await runSql(
      testDatabase().ownerUrl,
      `UPDATE "public"."Membership" SET "deleted" = true WHERE "userId" = $1`,
      [leaver],
    );
    expect(await member().task.toggle({ id, done: true })).toMatchObject({ assigneeId: leaver });
    expect((await member().task.assign({ id, assigneeId: null })).assigneeId).toBeNull();
  });
});

describe("a project of 500 tasks", () => {
  it("takes no more until one goes, and is listed whole", async () => {
    await runSql(
      testDatabase().ownerUrl,
      `INSERT INTO "public"."Task" ("organizationId", "projectId", "title", "createdById")
       SELECT $1, $2, 'task ' || n, 'user_sql' FROM generate_series(1, 499) n`,
      [organization, projectId],
    );
    const { id } = await member().task.create({ projectId, title: "the 500th" });
    expect(await outcome(member().task.create({ projectId, title: "the 501st" }))).toBe("conflict");
    expect(await member().task.list({ projectId })).toHaveLength(500);
    const { id: other } = await admin().project.create({ name: "empty" });
    expect(await outcome(member().task.create({ projectId: other, title: "first" }))).toBe("done");
    await member().task.delete({ id });
    expect(await outcome(member().task.create({ projectId, title: "again" }))).toBe("done");
  });
});
