import { describe, expect, it } from "vitest";
import { verifyAudit } from "../../../prisma/audit/verify.ts";
import { closeDatabase } from "@/src/server/db/database";
import { useApplication } from "../../support/application.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { readTrail } from "../../support/trail.ts";

const testDatabase = useApplication();

/** The numbers of a chain's rows, and how the calls that they are of came out. */
async function numbers(chain: string) {
  const rows = await readTrail(testDatabase().ownerUrl, chain);
  return {
    sequence: rows.map((row) => row.sequence),
    outcomes: Object.fromEntries(
      [...new Set(rows.map((row) => row.outcome))].map((code) => [
        code,
        rows.filter((row) => row.outcome === code).length,
      ]),
    ),
    rising: rows.every((row, n) => n === 0 || row.createdAt >= (rows[n - 1]?.createdAt ?? 0)),
  };
}

/** As a client would: whoever is told to come back does. On a busy machine a caller may wait too long for a connection. */
async function insist(call: () => Promise<unknown>): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const came = await outcome(call());
    if (came !== "unavailable" || tries === 10) return came;
  }
}

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

describe("many writers at once", () => {
  it("of a chain that does not exist yet number their rows without gaps", async () => {
    const outcomes = await Promise.all(
      upTo(64).map((n) => {
        const options = { organization: "org_c", role: "org:admin" };
        return insist(() => callerOf(`user_c${n % 5}`, options).project.create({ name: `p${n}` }));
      }),
    );
    expect(outcomes).toEqual(upTo(64).map(() => "done"));
    const found = await numbers("org:org_c");
    expect(found).toMatchObject({ outcomes: { done: 64 }, rising: true });
    expect(found.sequence).toEqual(upTo(found.sequence.length));
    expect(await verifyAudit({ url: testDatabase().ownerUrl })).toMatchObject({
      rows: found.sequence.length,
      faults: [],
    });
  });

  it("of several chains, some refused, some rolled back, meet in no deadlock", async () => {
    const boss = (n: number) =>
      callerOf(`user_b${n}`, { organization: `org_d${n % 2}`, role: "org:admin" });
    const { id } = await boss(0).project.create({ name: "shared" });
    const { id: other } = await boss(1).project.create({ name: "shared" });
    const calls = upTo(120).map((n) => {
      const [project, foreign] = n % 2 ? [other, id] : [id, other];
      const organization = `org_d${n % 2}`;
      const kinds = [
        () => boss(n).project.rename({ id: project, name: `n${n}` }), // All of one row.
        () => boss(n).project.rename({ id: foreign, name: "x" }),
        () => callerOf(`user_m${n}`, { organization }).project.delete({ id: project }),
        () => callerOf(`user_r${n}`, { platformAdmin: true }).admin.counts(),
      ];
      return insist(kinds[Math.floor(n / 2) % 4] ?? (() => Promise.reject(new Error("no call"))));
    });
    expect(new Set(await Promise.all(calls))).toEqual(
      new Set(["done", "not_found", "permission_missing"]),
    );
    for (const chain of ["org:org_d0", "org:org_d1", "admin"]) {
      const found = await numbers(chain);
      expect(found.rising).toBe(true);
      expect(found.sequence).toEqual(upTo(found.sequence.length));
      expect(found.outcomes).toMatchObject(
        chain === "admin" ? { done: 30 } : { done: 16, not_found: 15, permission_missing: 15 },
      );
    }
    expect((await verifyAudit({ url: testDatabase().ownerUrl })).faults).toEqual([]);
    await closeDatabase(); // With its connections their counts are told.
    const [counted] = await runSql(
      testDatabase().ownerUrl,
      `SELECT "deadlocks"::int FROM pg_stat_database WHERE datname = current_database()`,
    );
    expect(counted).toEqual({ deadlocks: 0 });
  });
});
