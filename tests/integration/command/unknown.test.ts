import { randomUUID } from "node:crypto";
import { createServer, request as forward, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { UserId } from "@/src/access/ids";
import { settleCommands } from "@/src/server/clerk/command/settle";
import { runSync } from "@/src/server/sync/run/perform";
import { startRun } from "@/src/server/sync/run/run";
import { useApplication } from "../../support/application.ts";
import { makeScene, rolesAtClerk } from "../../support/clerk-scene.ts";
import { pointTo, setOutage, useClerk, well } from "../../support/clerk.ts";
import { outcome } from "../../support/outcome.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
const clerk = useClerk();

/** Between the application and Clerk: what `loses` names is done there, and its answer never arrives. */
let server: Server | undefined;
let loses: RegExp | null = null;
beforeAll(async () => {
  const target = new URL(clerk().url);
  server = createServer((incoming, response) => {
    const { method, headers, url } = incoming;
    const lost = loses?.test(`${method ?? ""} ${url ?? ""}`) === true;
    const onward = forward(
      { host: target.hostname, port: target.port, method, headers, path: url },
      (answer) => {
        if (lost) {
          answer.resume().on("end", () => response.destroy());
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  // Guarantee: a server that listens on a port has an address with one.
  pointTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/bapi`);
});
afterAll(() => server?.close());
afterEach(async () => {
  loses = null;
  await setOutage(clerk(), well);
});

const member = (user: string) => ({ userId: UserId.parse(user) });
const sql = <R extends Record<string, unknown>>(text: string, ...values: unknown[]) =>
  runSql<R>(testDatabase().ownerUrl, text, values);
async function statesOf(organization: string): Promise<[string, string | null][]> {
  const rows = await sql<{ status: string; error: string | null }>(
    `SELECT "status", "error" FROM "public"."ClerkCommand" WHERE "organizationId" = $1 ORDER BY "createdAt"`,
    organization,
  );
  return rows.map(({ status, error }) => [status, error]);
}
async function trailOf(organization: string): Promise<string[]> {
  const rows = await sql<{ outcome: string }>(
    `SELECT "outcome" FROM "public"."AuditEvent" WHERE "chainId" = $1 ORDER BY "sequence"`,
    `org:${organization}`,
  );
  return rows.map((row) => row.outcome);
}

describe("a command whose answer is lost", () => {
  it("is done all the same, when Clerk says so on being asked again", async () => {
    const { ada, cara, organization, as } = await makeScene(clerk());
    loses = /^DELETE/;
    expect(await outcome(as(ada).member.remove(member(cara)))).toBe("done");
    expect(await outcome(as(cara).project.list({}))).toBe("membership_removed");
    expect(await statesOf(organization)).toEqual([["done", null]]);
  });

  it("is not known to be done or not, when Clerk cannot be asked again either", async () => {
    const { ada, cara, organization, as } = await makeScene(clerk());
    loses = /memberships/;
    expect(await outcome(as(ada).member.remove(member(cara)))).toBe("outcome_unknown");
    expect(await statesOf(organization)).toEqual([["unknown", "outcome_unknown"]]);
    expect(await trailOf(organization)).toEqual(["begun", "outcome_unknown"]);
    // Settled later, by looking: it was done, and is in force from then on.
    loses = null;
    expect(await outcome(as(cara).project.list({}))).toBe("done");
    expect(await settleCommands(0)).toMatchObject({ done: 1 });
    expect(await outcome(as(cara).project.list({}))).toBe("membership_removed");
    expect(await statesOf(organization)).toEqual([["done", null]]);
    expect((await trailOf(organization)).slice(0, 3)).toEqual(["begun", "outcome_unknown", "done"]);
    expect(await settleCommands(0)).toEqual({ done: 0, notDone: 0, open: 0 });
  });

  it("names the very invitation that it made", async () => {
    const { ada, organization, as } = await makeScene(clerk());
    const invite = (name: string) =>
      outcome(
        as(ada).invitation.create({ emailAddress: `${name}@people.test`, role: "org:member" }),
      );
    expect(await invite("before")).toBe("done");
    loses = /^POST/;
    expect(await invite("lost")).toBe("done");
    const { items } = await as(ada).invitation.list({});
    expect(items.map(({ emailAddress }) => emailAddress)).toEqual([
      "lost@people.test",
      "before@people.test",
    ]);
    const [row] = await sql(
      `SELECT "subjectId" FROM "public"."ClerkCommand" WHERE "organizationId" = $1 ORDER BY "createdAt" DESC LIMIT 1`,
      organization,
    );
    expect(row).toEqual({ subjectId: items[0]?.id });
  });
});

describe("Clerk away", () => {
  it("leaves open what was asked, and it is found out afterwards that it was not done", async () => {
    const { ada, cara, organization, as } = await makeScene(clerk());
    await setOutage(clerk(), { condition: "down" });
    expect(await outcome(as(ada).member.remove(member(cara)))).toBe("outcome_unknown");
    expect(await settleCommands(0)).toMatchObject({ done: 0, notDone: 0 });
    expect(await statesOf(organization)).toEqual([["unknown", "outcome_unknown"]]);
    await setOutage(clerk(), well);
    expect(await settleCommands(60_000)).toEqual({ done: 0, notDone: 0, open: 0 }); // too early
    expect(await settleCommands(0)).toMatchObject({ notDone: 1 });
    expect(await statesOf(organization)).toEqual([["refused", "not_done"]]);
    expect(await trailOf(organization)).toEqual(["begun", "outcome_unknown", "not_done"]);
    expect(await outcome(as(cara).project.list({}))).toBe("done");
  });

  it("says that nothing was done where it did not take the call", async () => {
    const { ada, cara, organization, as } = await makeScene(clerk());
    await setOutage(clerk(), { condition: "rate_limited" });
    expect(await outcome(as(ada).member.remove(member(cara)))).toBe("unavailable");
    expect(await statesOf(organization)).toEqual([["refused", "unavailable"]]);
    expect(await trailOf(organization)).toEqual(["begun", "unavailable"]);
  });

  it("counts an administrator who may be gone as gone", async () => {
    const { ada, ben, organization, as } = await makeScene(clerk());
    await setOutage(clerk(), { condition: "down" });
    expect(await outcome(as(ada).member.remove(member(ben)))).toBe("outcome_unknown");
    await setOutage(clerk(), well);
    const demoted = as(ben).member.changeRole({ ...member(ada), role: "org:member" });
    expect(await outcome(demoted)).toBe("last_administrator");
    await settleCommands(0);
    const again = as(ben).member.changeRole({ ...member(ada), role: "org:member" });
    expect(await outcome(again)).toBe("done");
    expect(await rolesAtClerk(clerk(), organization)).toMatchObject({ [ada]: "org:member" });
  });
});

it("a reconcile settles what is older than a minute", async () => {
  const { ada, cara, organization, as } = await makeScene(clerk());
  loses = /memberships/;
  expect(await outcome(as(ada).member.remove(member(cara)))).toBe("outcome_unknown");
  loses = null;
  await sql(
    `UPDATE "public"."ClerkCommand" SET "createdAt" = now() - interval '2 minutes' WHERE "organizationId" = $1`,
    organization,
  );
  const request = { kind: "reconcile", scope: "all", dryRun: false, confirmed: true } as const;
  const { id } = await startRun({ ...request, startedBy: "schedule" });
  expect(await runSync(id)).toMatchObject({ status: "done" });
  expect(await statesOf(organization)).toEqual([["done", null]]);
});

describe("our own failure after Clerk has done it", () => {
  it("never says that nothing was changed", async () => {
    const { ada, cara, organization, as } = await makeScene(clerk());
    const { ownerUrl } = testDatabase();
    const right = "EXECUTE ON FUNCTION app.settle_command(text, text, text, text)";
    await runSql(ownerUrl, `REVOKE ${right} FROM gate_sync`);
    try {
      expect(await outcome(as(ada).member.remove(member(cara)))).toBe("outcome_unknown");
    } finally {
      await runSql(ownerUrl, `GRANT ${right} TO gate_sync`);
    }
    // In force, and settled as whatever a killed process leaves.
    expect(await outcome(as(cara).project.list({}))).toBe("membership_removed");
    expect(await statesOf(organization)).toEqual([["begun", null]]);
    expect(await settleCommands(0)).toMatchObject({ done: 1 });
    expect(await statesOf(organization)).toEqual([["done", null]]);
  });
});

describe("while Clerk is asked", () => {
  it("no transaction is open", async () => {
    const { ada, cara, as } = await makeScene(clerk());
    await setOutage(clerk(), { delayMs: 500 });
    const removed = outcome(as(ada).member.remove(member(cara)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const open = await runSql(
      testDatabase().adminUrl,
      `SELECT "state" FROM pg_stat_activity WHERE "datname" = current_database() AND "xact_start" IS NOT NULL AND "pid" <> pg_backend_pid()`,
    );
    expect(open).toEqual([]);
    const [begun] = await sql(
      `SELECT "status" FROM "public"."ClerkCommand" WHERE "subjectId" = $1`,
      cara,
    );
    expect(begun).toEqual({ status: "begun" });
    expect(await removed).toBe("done");
  });
});

it("a command with no name that is known here stays open, and is no obstacle to the others", async () => {
  await sql(
    `INSERT INTO "public"."ClerkCommand" ("id", "action", "gate", "actorId") VALUES ($1, 'old.name', 'admin', 'user_a')`,
    randomUUID(),
  );
  expect(await settleCommands(0)).toEqual({ done: 0, notDone: 0, open: 1 });
});
