import { beforeEach, describe, expect, it } from "vitest";
import { useApplication } from "../../support/application.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { outcome, readAll, refusal } from "../../support/outcome.ts";

const testDatabase = useApplication();

let serial = 0;
let organization = "";
beforeEach(() => {
  serial += 1;
  organization = `org_p${serial}`;
});
const admin = () => callerOf("user_admin", { organization, role: "org:admin" });
const member = () => callerOf("user_member", { organization });

/** Rows as the owner, three to a millisecond, so that only their ids order some of them. */
async function insertProjects(count: number, name: string): Promise<void> {
  await runSql(
    testDatabase().ownerUrl,
    `WITH tenant AS (INSERT INTO "public"."Organization" ("id") VALUES ($1) ON CONFLICT DO NOTHING)
     INSERT INTO "public"."Project" ("organizationId", "name", "createdById", "createdAt")
     SELECT $1, $3 || n, 'user_sql', timestamptz '2026-01-01' + (n / 3) * interval '1 millisecond' FROM generate_series(1, $2::int) n`,
    [organization, count, name],
  );
}

describe("project.list", () => {
  it("pages through more rows than a page, without skips and repeats, newest first", async () => {
    await insertProjects(25, "old");
    const { items, pages } = await readAll((cursor) => member().project.list({ cursor, limit: 4 }));
    expect(pages).toBe(7);
    expect(items.map(({ name }) => name).sort()).toEqual(
      Array.from({ length: 25 }, (_, n) => `old${n + 1}`).sort(),
    );
    const keys = items.map(({ createdAt, id }) => `${createdAt.toISOString()} ${id}`);
    expect(keys).toEqual([...keys].sort().reverse());
  });

  it("finds by part of a name, whatever its place in the list, and nobody else's", async () => {
    await insertProjects(60, "old");
    const stranger = callerOf("user_x", {
      organization: `${organization}_other`,
      role: "org:admin",
    });
    await stranger.project.create({ name: "Needle of others" });
    const first = await admin().project.create({ name: "A needle, 100 % of it" });
    await insertProjects(60, "later");
    const found = async (search: string) =>
      (await member().project.list({ search })).items.map(({ name }) => name);
    expect(await found("NEEDLE")).toEqual([first.name]);
    expect(await found("  needle ")).toEqual([first.name]);
    // Characters, and no pattern.
    expect(await found("100 %")).toEqual([first.name]);
    expect(await found("%")).toEqual([first.name]);
    expect(await found("n_edle")).toEqual([]);
    const pages = await readAll((cursor) =>
      member().project.list({ cursor, search: "old", limit: 25 }),
    );
    expect(pages).toMatchObject({
      pages: 3,
      items: expect.objectContaining({ length: 60 }) as unknown,
    });
  });

  it("and so while others add, rename and delete rows between the pages", async () => {
    await insertProjects(25, "old");
    const { items } = await readAll(
      (cursor) => member().project.list({ cursor, limit: 4 }),
      async () => {
        await admin().project.create({ name: "new" });
        const [newest] = (await member().project.list({ limit: 1 })).items;
        if (newest) await admin().project.rename({ id: newest.id, name: "renamed" });
      },
    );
    expect(items.map(({ name }) => name).sort()).toEqual(
      Array.from({ length: 25 }, (_, n) => `old${n + 1}`).sort(),
    );
    const first = await member().project.list({ limit: 4 });
    for (const { id } of first.items) await admin().project.delete({ id });
    // The row that the cursor names is gone; the next page is as it was.
    const next = await member().project.list({ limit: 2, cursor: first.nextCursor });
    expect(next.items).toEqual((await member().project.list({ limit: 2 })).items);
  });

  it("has no next page when the rows end with the page", async () => {
    await insertProjects(4, "old");
    const page = await member().project.list({ limit: 4 });
    expect([page.items.length, page.nextCursor]).toEqual([4, null]);
    expect((await member().project.list({ limit: 3 })).nextCursor).not.toBeNull();
  });

  it("refuses a cursor that is none of ours, and pages of more than 100", async () => {
    for (const cursor of ["", "x", Buffer.from(`{"at":"now","id":"x"}`).toString("base64url")]) {
      expect(await outcome(member().project.list({ cursor }))).toBe("bad_input");
    }
    expect(await outcome(member().project.list({ limit: 101 }))).toBe("bad_input");
    expect(await outcome(member().project.list({ limit: 0 }))).toBe("bad_input");
  });

  it("shows another organization's nothing, though the cursor is one's own", async () => {
    await insertProjects(5, "old");
    const { nextCursor } = await member().project.list({ limit: 2 });
    const foreign = callerOf("user_f", { organization: "org_foreign" });
    expect((await foreign.project.list({ cursor: nextCursor })).items).toEqual([]);
  });

  it("counts tasks and open tasks", async () => {
    const { id } = await admin().project.create({ name: "counted" });
    const tasks = await Promise.all(
      ["a", "b", "c"].map((title) => member().task.create({ projectId: id, title })),
    );
    for (const task of tasks.slice(0, 2)) await member().task.toggle({ id: task.id, done: true });
    expect((await member().project.list({})).items).toMatchObject([{ id, tasks: 3, openTasks: 1 }]);
  });
});

describe("a project", () => {
  it("is created, renamed and read, by its own name and maker", async () => {
    const created = await admin().project.create({ name: "  Website  " });
    expect(created).toMatchObject({
      name: "Website",
      createdById: "user_admin",
      archivedAt: null,
    });
    const renamed = await admin().project.rename({ id: created.id, name: "Site" });
    expect(renamed).toEqual({ ...created, name: "Site" });
    expect(await member().project.get({ id: created.id })).toEqual(renamed);
  });

  it("goes to the archive and comes back", async () => {
    const [kept, archived] = [
      await admin().project.create({ name: "kept" }),
      await admin().project.create({ name: "archived" }),
    ];
    const { archivedAt } = await admin().project.archive({ id: archived.id, archived: true });
    expect(archivedAt).toBeInstanceOf(Date);
    const names = async (input: { archived?: boolean }) =>
      (await member().project.list(input)).items.map(({ name }) => name);
    expect(await names({})).toEqual(["kept"]);
    expect(await names({ archived: true })).toEqual(["archived"]);
    expect((await member().project.get({ id: archived.id })).archivedAt).toEqual(archivedAt);
    await admin().project.archive({ id: archived.id, archived: false });
    expect(await names({ archived: true })).toEqual([]);
    expect((await names({})).sort()).toEqual(["archived", kept.name]);
  });

  it("takes its tasks with it when it is deleted, and nobody else's", async () => {
    const [gone, kept] = [
      await admin().project.create({ name: "gone" }),
      await admin().project.create({ name: "kept" }),
    ];
    for (const { id: projectId } of [gone, kept, gone])
      await member().task.create({ projectId, title: "task" });
    expect(await admin().project.delete({ id: gone.id })).toEqual({ id: gone.id });
    expect(await refusal(member().project.get({ id: gone.id }))).toContain("NOT_FOUND");
    const left = await runSql(
      testDatabase().ownerUrl,
      `SELECT "projectId" FROM "public"."Task" WHERE "organizationId" = $1`,
      [organization],
    );
    expect(left).toEqual([{ projectId: kept.id }]);
    expect(await outcome(admin().project.delete({ id: gone.id }))).toBe("not_found");
    expect(await outcome(admin().project.rename({ id: gone.id, name: "x" }))).toBe("not_found");
    expect(await outcome(admin().project.archive({ id: gone.id, archived: true }))).toBe(
      "not_found",
    );
  });

  it("is deleted only with a fresh proof of who one is; the rest is everyday", async () => {
    const proof = { first: 10, second: null };
    const late = callerOf("user_admin", { organization, role: "org:admin", proof });
    const { id } = await late.project.create({ name: "kept" });
    expect(await outcome(late.project.delete({ id }))).toBe("reverification_required");
    expect(await outcome(late.project.archive({ id, archived: true }))).toBe("done");
  });

  it("is not changed by a member without the permission", async () => {
    const { id } = await admin().project.create({ name: "theirs" });
    const calls = [
      () => member().project.create({ name: "x" }),
      () => member().project.rename({ id, name: "x" }),
      () => member().project.archive({ id, archived: true }),
      () => member().project.delete({ id }),
    ];
    for (const call of calls) expect(await outcome(call())).toBe("permission_missing");
    expect(await member().project.get({ id })).toMatchObject({ name: "theirs", archivedAt: null });
  });

  it("has a name of 1 to 120 characters on one line", async () => {
    for (const name of ["", "   ", "x".repeat(121), "a\nb", "a\u0000b", "\ud800"]) {
      expect([name, await outcome(admin().project.create({ name }))]).toEqual([name, "bad_input"]);
    }
    // The database counts characters, the schema UTF-16 units: what the one takes the other must.
    for (const name of ["x".repeat(120), "🙂".repeat(60), "é"]) {
      expect((await admin().project.create({ name })).name).toBe(name);
    }
  });
});
