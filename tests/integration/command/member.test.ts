import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { OrganizationId, ProjectId, UserId } from "@/src/access/ids";
import { useApplication } from "../../support/application.ts";
import { makeScene, rolesAtClerk } from "../../support/clerk-scene.ts";
import {
  newOrganization,
  newPerson,
  nextSecond,
  setOutage,
  useClerk,
  well,
} from "../../support/clerk.ts";
import { outcome, refusal } from "../../support/outcome.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { faultsOf } from "../../support/audit-chain.ts";

const testDatabase = useApplication();
const clerk = useClerk();
afterEach(() => setOutage(clerk(), well));

const member = (user: string) => ({ userId: UserId.parse(user) });
const project = () => ProjectId.parse(randomUUID());
const sql = <R extends Record<string, unknown>>(text: string, ...values: unknown[]) =>
  runSql<R>(testDatabase().ownerUrl, text, values);
const commandsOf = (organization: string) =>
  sql(
    `SELECT "action", "actorId", "subjectId", "status", "error" FROM "public"."ClerkCommand" WHERE "organizationId" = $1 ORDER BY "createdAt"`,
    organization,
  );
const trailOf = (organization: string) =>
  sql(
    `SELECT "action", "actorId", "subjectId", "outcome" FROM "public"."AuditEvent" WHERE "chainId" = $1 ORDER BY "sequence"`,
    `org:${organization}`,
  );

describe("member.remove", () => {
  it("is in force at the member's next request, with the token that they have", async () => {
    const { ada, cara, organization, as } = await makeScene(clerk());
    expect(await outcome(as(cara).project.list({}))).toBe("done");
    expect(await outcome(as(ada).member.remove(member(cara)))).toBe("done");
    const calls = [
      () => as(cara).project.list({}),
      () => as(cara).member.list({}),
      () => as(cara).task.create({ projectId: project(), title: "late" }),
    ];
    for (const call of calls) expect(await outcome(call())).toBe("membership_removed");
    expect(Object.keys(await rolesAtClerk(clerk(), organization))).not.toContain(cara);
    const { items } = await as(ada).member.list({});
    expect(items.map(({ userId }) => userId)).not.toContain(cara);
  });

  it("leaves the intent and what became of it, in the audit trail too", async () => {
    const { ada, cara, organization, as } = await makeScene(clerk());
    await as(ada).member.remove(member(cara));
    const about = { action: "member.remove", actorId: ada, subjectId: cara };
    expect(await commandsOf(organization)).toEqual([{ ...about, status: "done", error: null }]);
    expect(await trailOf(organization)).toEqual([
      { ...about, outcome: "begun" },
      { ...about, outcome: "done" },
    ]);
    expect(await faultsOf(testDatabase().ownerUrl)).toEqual([]);
  });

  it("removes nobody by their own hand, nor who is elsewhere, gone or absent", async () => {
    const { ada, ben, cara, as } = await makeScene(clerk());
    const other = await newPerson(clerk());
    const elsewhere = await newOrganization(clerk(), { [other]: "org:admin", [ben]: "org:admin" });
    expect(await outcome(as(ada).member.remove(member(ada)))).toBe("not_oneself");
    await as(ada).member.remove(member(cara));
    const shown = await Promise.all(
      [other, cara, "user_absent"].map((user) => refusal(as(ada).member.remove(member(user)))),
    );
    expect(new Set(shown)).toEqual(new Set([`["NOT_FOUND","Not found."]`]));
    expect(Object.keys(await rolesAtClerk(clerk(), elsewhere)).sort()).toEqual([ben, other].sort());
    expect(await commandsOf(elsewhere)).toEqual([]);
  });

  it("of somebody who is in two organizations touches the active one alone", async () => {
    const { ada, ben, organization, as } = await makeScene(clerk());
    const elsewhere = await newOrganization(clerk(), { [ada]: "org:member", [ben]: "org:admin" });
    expect(await outcome(as(ada).member.remove(member(ben)))).toBe("done");
    expect(await rolesAtClerk(clerk(), elsewhere)).toMatchObject({ [ben]: "org:admin" });
    expect(Object.keys(await rolesAtClerk(clerk(), organization))).not.toContain(ben);
  });
});

describe("member.changeRole", () => {
  it("demotes at the next request, and promotes", async () => {
    const { ada, ben, cara, organization, as } = await makeScene(clerk());
    expect(await outcome(as(ben).project.create({ name: "before" }))).toBe("done");
    const change = (user: string, role: string) =>
      outcome(as(ada).member.changeRole({ ...member(user), role }));
    expect(await change(ben, "org:member")).toBe("done");
    expect(await outcome(as(ben).project.create({ name: "after" }))).toBe("permission_stale");
    expect(await outcome(as(ben).member.remove(member(cara)))).toBe("permission_stale");
    expect(await change(cara, "org:admin")).toBe("done");
    const token = { role: "org:admin", issuedAt: await nextSecond() };
    expect(await outcome(as(cara, token).project.create({ name: "mine" }))).toBe("done");
    expect(await rolesAtClerk(clerk(), organization)).toMatchObject({
      [ben]: "org:member",
      [cara]: "org:admin",
    });
  });

  it("gives no role that Clerk does not know", async () => {
    const { ada, cara, as } = await makeScene(clerk());
    const change = as(ada).member.changeRole({ ...member(cara), role: "org:owner" });
    expect(await outcome(change)).toBe("unknown_role");
  });
});

it("whoever proved a while ago who they are removes nobody and does not leave, and changes roles", async () => {
  const { ada, cara, organization, as } = await makeScene(clerk());
  const late = as(ada, { proof: { first: 10, second: null } });
  expect(await outcome(late.member.remove(member(cara)))).toBe("reverification_required");
  const left = late.member.leave({ id: OrganizationId.parse(organization) });
  expect(await outcome(left)).toBe("reverification_required");
  expect(await commandsOf(organization)).toEqual([]);
  const promoted = late.member.changeRole({ ...member(cara), role: "org:admin" });
  expect(await outcome(promoted)).toBe("done");
});

describe("member.leave", () => {
  const leave = (id: string) => ({ id: OrganizationId.parse(id) });

  it("is everybody's own, and in force at once", async () => {
    const { cara, organization, as } = await makeScene(clerk());
    expect(await outcome(as(cara).member.leave(leave(organization)))).toBe("done");
    expect(await outcome(as(cara).project.list({}))).toBe("membership_removed");
    expect(await trailOf(organization)).toMatchObject([
      { action: "member.leave", actorId: cara, outcome: "begun" },
      { action: "member.leave", actorId: cara, outcome: "done" },
      { outcome: "membership_removed" },
    ]);
    // Who has left has nothing left to leave.
    expect(await outcome(as(cara).member.leave(leave(organization)))).toBe("not_found");
  });

  it("finds no organization that one is not in", async () => {
    const { cara, as } = await makeScene(clerk());
    const other = await newPerson(clerk());
    const elsewhere = await newOrganization(clerk(), { [other]: "org:admin" });
    const shown = await Promise.all(
      [elsewhere, "org_absent"].map((id) => refusal(as(cara).member.leave(leave(id)))),
    );
    expect(new Set(shown)).toEqual(new Set([`["NOT_FOUND","Not found."]`]));
  });

  it("is not done by whoever acts as somebody else", async () => {
    const { cara, organization, as } = await makeScene(clerk());
    const acting = as(cara, { impersonatorId: "user_root" });
    expect(await outcome(acting.member.leave(leave(organization)))).toBe("impersonated");
    expect(await commandsOf(organization)).toEqual([]);
  });
});

describe("the last administrator", () => {
  it("neither leaves, nor is removed or demoted, and Clerk is not asked", async () => {
    const [ada, cara] = [await newPerson(clerk()), await newPerson(clerk())];
    const organization = await newOrganization(clerk(), {
      [ada]: "org:admin",
      [cara]: "org:member",
    });
    const issuedAt = await nextSecond();
    const admin = callerOf(ada, { organization, role: "org:admin", issuedAt });
    const demoted = admin.member.changeRole({ ...member(ada), role: "org:member" });
    expect(await outcome(demoted)).toBe("last_administrator");
    const left = admin.member.leave({ id: OrganizationId.parse(organization) });
    expect(await outcome(left)).toBe("last_administrator");
    expect(await outcome(admin.member.remove(member(cara)))).toBe("done");
    expect(await commandsOf(organization)).toHaveLength(1);
  });

  it.each([
    ["remove each other", "remove"],
    ["demote each other", "demote"],
    ["leave", "leave"],
  ] as const)("is one of two who %s at once", async (_, what) => {
    const { ada, ben, organization, as } = await makeScene(clerk());
    // Long enough that neither is done before both are begun.
    await setOutage(clerk(), { delayMs: 400 });
    const act = (who: string, other: string) => {
      const { member: calls } = as(who);
      if (what === "leave") return calls.leave({ id: OrganizationId.parse(organization) });
      if (what === "remove") return calls.remove(member(other));
      return calls.changeRole({ ...member(other), role: "org:member" });
    };
    const came = await Promise.all([outcome(act(ada, ben)), outcome(act(ben, ada))]);
    await setOutage(clerk(), well);
    const administrators = Object.values(await rolesAtClerk(clerk(), organization)).filter(
      (role) => role === "org:admin",
    );
    expect(came.sort()).toEqual(["done", "last_administrator"]);
    expect(administrators).toHaveLength(1);
    expect(await commandsOf(organization)).toHaveLength(1);
  });
});
