import { beforeAll, describe, expect, it } from "vitest";
import { runScheduled } from "@/src/server/sync/schedule";
import { keepHouse } from "@/src/server/sync/housekeeping/all";
import { useApplication } from "../../../support/application.ts";
import { runSql } from "../../../support/sql.ts";
import { useLocalClerk } from "./local-clerk.ts";

const secret = "a-secret-of-twenty-four-characters";
const testDatabase = useApplication({ SYNC_SECRET: secret });
const door = useLocalClerk();

function call(authorization?: string, within?: number): Promise<Response> {
  const headers = authorization === undefined ? undefined : { authorization };
  const request = new Request("http://localhost:3000/api/sync", { method: "POST", headers });
  return runScheduled(request, within);
}

function sql(text: string) {
  return runSql(testDatabase().ownerUrl, text, []);
}

beforeAll(async () => {
  await door().clerk.seed({
    users: [{ emailAddresses: ["ada@example.test"], firstName: "Ada", lastName: "Lovelace" }],
  });
});

describe("POST /api/sync", () => {
  it.each([
    ["no bearer", undefined],
    ["another secret", "Bearer a-secret-of-another-installation"],
    ["the secret without Bearer", secret],
    ["the beginning of the secret", `Bearer ${secret.slice(0, -1)}`],
    ["nothing", "Bearer "],
  ])("refuses %s, and does nothing", async (_, authorization) => {
    const response = await call(authorization);
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain(secret);
    expect(await sql(`SELECT FROM "SyncRun"`)).toEqual([]);
  });

  it("does as much as fits, goes on at the next call, and is then done for an hour", async () => {
    const first = await call(`Bearer ${secret}`, 0);
    expect(first.status).toBe(202);
    const begun: unknown = await first.json();
    expect(begun).toMatchObject({ run: { status: "waiting", error: null } });
    expect(begun).toMatchObject({ housekeeping: { tenantsErased: 0, peopleErased: 0 } });
    const second = await call(`Bearer ${secret}`);
    expect(second.status).toBe(200);
    const done: unknown = await second.json();
    expect(done).toMatchObject({ run: { status: "done", done: 1, total: 1 } });
    expect(await sql(`SELECT "name" FROM "User"`)).toEqual([{ name: "Ada Lovelace" }]);
    expect(await (await call(`Bearer ${secret}`)).json()).toMatchObject({ run: null });
    await sql(`UPDATE "SyncRun" SET "createdAt" = now() - interval '1 hour'`);
    expect(await (await call(`Bearer ${secret}`)).json()).toMatchObject({
      run: { status: "done" },
    });
    expect(await sql(`SELECT DISTINCT "startedBy" FROM "SyncRun"`)).toEqual([
      { startedBy: "schedule" },
    ]);
  });

  it("does the other chores where one fails", async () => {
    const failing = () => Promise.reject(new Error("no"));
    const chores = { one: failing, two: () => Promise.resolve(7) };
    expect(await keepHouse(AbortSignal.timeout(1000), chores)).toEqual({ one: "internal", two: 7 });
  });
});
