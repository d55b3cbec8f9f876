import { afterEach, expect, it, vi } from "vitest";
import { takeDelivery, takeObservation } from "@/src/server/sync/inbox";
import { useApplication } from "../../support/application.ts";
import { membershipData, organizationData, userData } from "../../support/deliveries.ts";
import type { Said } from "../../support/orders.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
afterEach(() => {
  vi.restoreAllMocks();
});

const year = 365 * 24 * 3600 * 1000;
/** The greatest version and timestamp that Clerk says below; any clock of ours is far beyond. */
const greatest = 99;

const gone = (type: string, id: string): Said => ({
  type,
  data: { id, deleted: true },
  timestamp: 80,
});

/** One event of each kind that the mirror keeps, of subjects whose ids end so. */
function story(end: string): Said[] {
  const [user, left] = [`user_${end}`, `user_left${end}`];
  const [organization, closed] = [`org_${end}`, `org_closed${end}`];
  const at = { created_at: 10, updated_at: 20 };
  const permission = { id: `perm_${end}`, key: `org:${end}:use`, ...at };
  const invitation = { id: `orginv_${end}`, organization_id: closed, status: "pending", ...at };
  const say = (type: string, data: Record<string, unknown>, timestamp = 30): Said => ({
    type,
    data,
    timestamp,
  });
  return [
    say("user.created", userData(user, at)),
    say("user.updated", userData(user, { ...at, updated_at: 50, banned: true }), greatest),
    say("organization.created", organizationData(organization, at)),
    say("organizationMembership.created", membershipData(organization, left, at)),
    say("organizationMembership.deleted", membershipData(organization, user, at), 40),
    say("organizationMembership.created", membershipData(closed, left, at)),
    say("organizationInvitation.created", invitation),
    say("role.created", { id: `role_${end}`, key: "org:r", permissions: [permission], ...at }),
    say("permission.updated", { ...permission, updated_at: 60 }),
    say("session.ended", { id: `sess_${end}`, user_id: user }),
    gone("user.deleted", left),
    gone("organization.deleted", closed),
    gone("role.deleted", `role_gone${end}`),
    gone("permission.deleted", `perm_gone${end}`),
  ];
}

/** Every column that holds a version, in every table that has one. */
async function versions(): Promise<{ table: string; column: string; value: string }[]> {
  const { ownerUrl } = testDatabase();
  const columns = await runSql<{ table: string; column: string }>(
    ownerUrl,
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name ~ '^source(Version|Timestamp|Created)$' ORDER BY 1, 2`,
  );
  expect(columns.length).toBeGreaterThan(12);
  const text = columns
    .map(
      ({ table, column }) =>
        `SELECT '${table}' AS "table", '${column}' AS "column", "${column}"::text AS value FROM "public"."${table}"`,
    )
    .join(" UNION ALL ");
  return runSql(ownerUrl, `SELECT * FROM (${text}) AS every ORDER BY 1, 2, 3`);
}

it("our own clock is never a version: a year behind or ahead, the same is written, and nothing but what Clerk said", async () => {
  const written: Record<string, number>[] = [];
  const now = Date.now();
  for (const [number, shift] of [0, -year, year].entries()) {
    vi.spyOn(Date, "now").mockReturnValue(now + shift);
    // A first request leaves stubs, which are zeros.
    const caller = callerOf(`user_stub${number}`, {
      organization: `org_stub${number}`,
      role: "org:admin",
    });
    await caller.project.create({ name: "before any webhook" });
    const events = story(`c${number}`);
    const half = Math.ceil(events.length / 2);
    for (const [at, said] of events.slice(0, half).entries())
      await takeDelivery({ id: `msg_c${number}n${at}`, envelope: { object: "event", ...said } });
    for (const said of events.slice(half)) await takeObservation({ source: "reconcile", ...said });
    vi.restoreAllMocks();
    const all = await versions();
    expect(all.filter(({ value }) => Number(value) > greatest)).toEqual([]);
    written.push(tally(all.map(({ table, column, value }) => `${table}.${column} ${value}`)));
  }
  // Each round adds the same again.
  const [first, second, third] = written;
  expect(second).toEqual(multiply(first, 2));
  expect(third).toEqual(multiply(first, 3));
});

function tally(rows: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row] = (counts[row] ?? 0) + 1;
  return counts;
}

function multiply(counts: Record<string, number> = {}, by: number): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count * by]));
}
