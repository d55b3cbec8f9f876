import { beforeAll, describe, expect, it } from "vitest";
import { useApplication } from "../../support/application.ts";
import { outcome, readAll } from "../../support/outcome.ts";
import { callerOf } from "../../support/principals.ts";
import { readTrail } from "../../support/trail.ts";

const testDatabase = useApplication();
const alice = () => callerOf("user_alice", { organization: "org_acme", role: "org:admin" });
const bob = () => callerOf("user_bob", { organization: "org_acme" });
const carol = () => callerOf("user_carol", { organization: "org_globex", role: "org:admin" });
const root = () => callerOf("user_root", { platformAdmin: true });

let project: string;
beforeAll(async () => {
  project = (await alice().project.create({ name: "Secret name" })).id;
  await alice().project.rename({ id: project, name: "Other name" });
  expect(await outcome(bob().project.delete({ id: project }))).toBe("permission_missing");
  await carol().project.create({ name: "Globex's" });
  await alice().post.create({ title: "A post", body: "of her own" });
  await root().admin.counts();
});

describe("audit.list", () => {
  it("shows an organization's administrators what happened in it, newest first", async () => {
    const { items } = await alice().audit.list({});
    expect(items.map(({ sequence, action, outcome: out }) => [sequence, action, out])).toEqual([
      [3, "project.delete", "permission_missing"],
      [2, "project.rename", "done"],
      [1, "project.create", "done"],
    ]);
    const [stored] = await readTrail(testDatabase().ownerUrl, "org:org_acme");
    expect(items.at(-1)).toEqual({
      id: stored?.id,
      sequence: 1,
      actorId: "user_alice",
      impersonatorId: null,
      action: "project.create",
      subjectId: project,
      outcome: "done",
      requestId: stored?.requestId,
      hash: stored?.hash,
      createdAt: stored?.createdAt,
    });
  });

  it("shows another organization's only theirs", async () => {
    const { items } = await carol().audit.list({});
    expect(items.map(({ actorId, action }) => [actorId, action])).toEqual([
      ["user_carol", "project.create"],
    ]);
    expect((await carol().audit.list({ actorId: "user_alice" })).items).toEqual([]);
  });

  it("is closed to members, to those without an organization, and to platform administrators", async () => {
    const member = callerOf("user_late", { organization: "org_acme" });
    expect(await outcome(member.audit.list({}))).toBe("permission_missing");
    expect(await outcome(callerOf("user_late").audit.list({}))).toBe("no_organization");
    expect(await outcome(root().audit.list({}))).toBe("no_organization");
  });

  it("filters by action, person and outcome", async () => {
    const count = async (filter: Parameters<ReturnType<typeof alice>["audit"]["list"]>[0]) =>
      (await alice().audit.list({ ...filter })).items.filter(
        // What the tests above left behind.
        ({ actorId }) => actorId !== "user_late",
      ).length;
    expect(await count({ action: "project.create" })).toBe(1);
    expect(await count({ actorId: "user_bob" })).toBe(1);
    expect(await count({ outcome: "done" })).toBe(2);
    expect(await count({ outcome: "done", actorId: "user_bob" })).toBe(0);
    for (const bad of [{ action: "a b" }, { actorId: "bob" }, { outcome: "fine" }])
      expect(await outcome(alice().audit.list(bad))).toBe("bad_input");
  });

  it("pages without skips and repeats while more happens", async () => {
    const busy = callerOf("user_busy", { organization: "org_busy", role: "org:admin" });
    for (let n = 0; n < 12; n += 1) await busy.project.create({ name: `p${n}` });
    const { items, pages } = await readAll(
      (cursor) => busy.audit.list({ cursor, limit: 5 }),
      () => busy.project.create({ name: "meanwhile" }),
    );
    expect(pages).toBe(3);
    expect(items.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 12 }, (_, n) => 12 - n),
    );
  });
});

describe("admin.audit", () => {
  it("shows administrators every chain", async () => {
    const { items } = await root().admin.audit({ limit: 100 });
    const chains = new Set(items.map(({ chainId }) => chainId));
    for (const chain of ["admin", "org:org_acme", "org:org_globex", "user:user_alice"])
      expect(chains).toContain(chain);
    expect(items.find(({ chainId }) => chainId === "user:user_alice")).toMatchObject({
      gate: "user",
      organizationId: null,
      actorId: "user_alice",
      action: "post.create",
      outcome: "done",
    });
  });

  it("filters by chain", async () => {
    const { items } = await root().admin.audit({ chain: "org:org_globex" });
    expect(items.map(({ actorId, organizationId }) => [actorId, organizationId])).toEqual([
      ["user_carol", "org_globex"],
    ]);
    expect((await root().admin.audit({ chain: "user:user_none" })).items).toEqual([]);
    for (const chain of ["", "org_acme", "org:user_1", "admin2", "org:org_acme'"])
      expect(await outcome(root().admin.audit({ chain }))).toBe("bad_input");
  });

  it("shows an administrator their own earlier calls, and leaves a row of this one", async () => {
    const read = () => root().admin.audit({ chain: "admin", action: "admin.audit", limit: 1 });
    await read();
    const first = (await read()).items[0];
    const second = (await read()).items[0];
    expect(second?.sequence).toBe((first?.sequence ?? 0) + 1);
  });

  it("is closed to everybody else", async () => {
    expect(await outcome(carol().admin.audit({}))).toBe("not_administrator");
    const impersonated = callerOf("user_root", { platformAdmin: true, impersonatorId: "user_x" });
    expect(await outcome(impersonated.admin.audit({}))).toBe("not_administrator");
  });
});
