import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import { refusalLimit } from "@/src/server/trpc/audit";
import { useApplication } from "../../support/application.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { readTrail } from "../../support/trail.ts";

const testDatabase = useApplication();
afterEach(() => {
  vi.useRealTimers();
});

async function refuse(user: string, times: number): Promise<void> {
  const caller = callerOf(user, { organization: "org_r" });
  for (let n = 0; n < times; n += 1)
    expect(await outcome(caller.project.create({ name: "x" }))).toBe("permission_missing");
}
async function outcomesOf(user: string): Promise<string[]> {
  const rows = await readTrail(testDatabase().ownerUrl, "org:org_r");
  return rows.filter((row) => row.actorId === user).map((row) => row.outcome);
}

describe("one person's refusals", () => {
  const full = [
    ...Array.from({ length: refusalLimit.points }, () => "permission_missing"),
    "more_not_recorded",
  ];

  it("are recorded so many a minute; then one row says that more are not", async () => {
    await refuse("user_r1", refusalLimit.points + 5);
    expect(await outcomesOf("user_r1")).toEqual(full);
    // Nobody else's are left out for it.
    await refuse("user_r2", 1);
    expect(await outcomesOf("user_r2")).toEqual(["permission_missing"]);
    // What is done always is.
    await callerOf("user_r1", { organization: "org_r", role: "org:admin" }).project.create({
      name: "done",
    });
    expect(await outcomesOf("user_r1")).toEqual([...full, "done"]);
  });

  it("in one chain leave none out in another", async () => {
    const own = callerOf("user_r6", { organization: "org_r" });
    for (let n = 0; n < refusalLimit.points + 2; n += 1) {
      expect(await outcome(own.post.delete({ id: randomUUID() }))).toBe("not_found");
      expect(await outcome(own.admin.users({}))).toBe("not_administrator");
    }
    await refuse("user_r6", 1);
    expect(await outcomesOf("user_r6")).toEqual(["permission_missing"]);
    await refuse("user_r6", refusalLimit.points + 4);
    expect(await outcomesOf("user_r6")).toEqual(full);
  });

  it("are recorded again when the minute is over", async () => {
    vi.useFakeTimers({ toFake: ["Date"], shouldAdvanceTime: true });
    await refuse("user_r3", refusalLimit.points + 2);
    vi.setSystemTime(Date.now() + refusalLimit.duration * 1000);
    await refuse("user_r3", 1);
    expect(await outcomesOf("user_r3")).toEqual([...full, "permission_missing"]);
  });
});

describe("a row that cannot be written", () => {
  it("changes no answer", async () => {
    const { ownerUrl } = testDatabase();
    const rights = "ON FUNCTION app.audit_refusal(jsonb, text, text, text)";
    await runSql(ownerUrl, `REVOKE EXECUTE ${rights} FROM gate_entry`);
    try {
      await refuse("user_r4", 1);
    } finally {
      await runSql(ownerUrl, `GRANT EXECUTE ${rights} TO gate_entry`);
    }
    expect(await outcomesOf("user_r4")).toEqual([]);
    await refuse("user_r4", 1);
    expect(await outcomesOf("user_r4")).toEqual(["permission_missing"]);
  });

  it("nor holds one up for long", async () => {
    await refuse("user_r5", 1);
    const holder = new pg.Client({ connectionString: testDatabase().ownerUrl });
    await holder.connect();
    try {
      await holder.query("BEGIN");
      await holder.query(`SELECT FROM "public"."AuditChain" WHERE "id" = 'org:org_r' FOR UPDATE`);
      const since = Date.now();
      await refuse("user_r5", 1);
      const waited = Date.now() - since;
      expect(waited).toBeGreaterThan(1_500);
      expect(waited).toBeLessThan(2_900); // The database itself would give up at 3 s.
      await holder.query("COMMIT");
    } finally {
      await holder.end();
    }
    // It was only late.
    await expect
      .poll(() => outcomesOf("user_r5"))
      .toEqual(["permission_missing", "permission_missing"]);
  });
});
