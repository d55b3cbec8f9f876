import { describe, expect, it } from "vitest";
import { replayDelivery, takeDelivery } from "@/src/server/sync/inbox";
import { readReplayed } from "@/src/server/sync/replay-run";
import { runSync } from "@/src/server/sync/run/perform";
import { startRun } from "@/src/server/sync/run/run";
import { readStatus } from "@/src/server/sync/status";
import { useApplication } from "../../support/application.ts";
import { userData } from "../../support/deliveries.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

function sql(text: string, values: readonly unknown[] = []) {
  return runSql(testDatabase().ownerUrl, text, [...values]);
}

function take(id: string, type: string, data: Record<string, unknown>) {
  return takeDelivery({ id, envelope: { object: "event", type, data, timestamp: 1000 } });
}

async function row(id: string) {
  const text = `SELECT "status", "attempts", "error" FROM "WebhookDelivery" WHERE "id" = $1`;
  return (await sql(text, [id]))[0];
}

async function replayAll(scope: string) {
  const asked = { kind: "replay", scope, dryRun: false, confirmed: false } as const;
  const { id } = await startRun({ ...asked, startedBy: "command" });
  const run = await runSync(id);
  expect(run.status).toBe("done");
  return readReplayed(run.found);
}

describe("a replay", () => {
  it("of what is known changes nothing; of what the mirror lost brings it back", async () => {
    await take("msg_1", "user.created", userData("user_1"));
    expect(await replayDelivery("msg_1")).toEqual({ outcome: "applied", changed: false });
    await sql(`DELETE FROM "User" WHERE "id" = 'user_1'`);
    expect(await replayDelivery("msg_1")).toEqual({ outcome: "applied", changed: true });
    expect(await sql(`SELECT "name" FROM "User"`)).toEqual([{ name: "Ada Lovelace" }]);
    expect(await row("msg_1")).toMatchObject({ attempts: 3, status: "applied" });
  });

  it("applies what was rejected, once the payload is of its type", async () => {
    await take("msg_2", "user.created", { id: "user_2" });
    expect(await replayDelivery("msg_2")).toEqual({ outcome: "rejected", changed: false });
    await sql(
      `UPDATE "WebhookDelivery" SET "payload" = jsonb_set("payload"::jsonb, '{data}', $1::jsonb)::json WHERE "id" = 'msg_2'`,
      [JSON.stringify(userData("user_2"))],
    );
    expect((await readStatus()).attention).toHaveLength(1);
    expect(await replayAll("failed")).toMatchObject({ applied: 1, changed: 1, ids: [] });
    expect(await row("msg_2")).toMatchObject({ status: "applied", error: null });
    expect((await readStatus()).attention).toEqual([]);
  });

  it("says that nothing is left of a reduced payload, and that a delivery is not there", async () => {
    await take("msg_3", "user.created", userData("user_3"));
    await sql(`UPDATE "WebhookDelivery" SET "reducedAt" = now() WHERE "id" = 'msg_3'`);
    expect(await replayDelivery("msg_3")).toEqual({ outcome: "reduced", changed: false });
    expect(await replayDelivery("msg_none")).toEqual({ outcome: "unknown", changed: false });
    const replayed = await replayAll("since:0");
    expect(replayed).toMatchObject({ applied: 2, reduced: 0, changed: 0 });
  });

  it("that fails is told, counted, and leaves the delivery what it was", async () => {
    await sql(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'secret content'; END $$`,
    );
    await sql(
      `CREATE TRIGGER refuse BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    await sql(`GRANT EXECUTE ON FUNCTION refuse() TO PUBLIC`);
    expect(await replayDelivery("msg_1")).toEqual({ outcome: "failed", changed: false });
    await sql(`DROP TRIGGER refuse ON "User"`);
    expect(await row("msg_1")).toEqual({ status: "applied", attempts: 5, error: "error P0001" });
  });
});
