import { beforeAll, describe, expect, it } from "vitest";
import { DeliveryId } from "@/src/access/ids";
import { hiddenValue } from "@/src/access/deliveries";
import { useApplication } from "../../support/application.ts";
import { envelopeOf, userData } from "../../support/deliveries.ts";
import { outcome, readAll } from "../../support/outcome.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { readTrail } from "../../support/trail.ts";

const testDatabase = useApplication();
const root = () => callerOf("user_root", { platformAdmin: true });
const own = (sql: string, values: unknown[] = []) => runSql(testDatabase().ownerUrl, sql, values);
const named = (id: string) => ({ id: DeliveryId.parse(id) });

interface Row {
  readonly id: string;
  readonly status?: string;
  readonly type?: string;
  readonly source?: string;
  readonly subjects?: readonly string[];
  readonly at: string;
  readonly processed?: string;
  readonly sent?: string;
  readonly payload?: string;
}

async function insert(rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    await own(
      `INSERT INTO "public"."WebhookDelivery" ("id", "status", "type", "source", "subjects", "receivedAt", "processedAt", "timestamp", "payload", "error")
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE $2 WHEN 'failed' THEN 'Error 57P01' END)`,
      [
        row.id,
        row.status ?? "applied",
        row.type ?? "user.updated",
        row.source ?? "webhook",
        row.subjects ?? ["user_ann"],
        row.at,
        row.processed ?? null,
        row.sent ? Date.parse(row.sent) : 0,
        row.payload ?? "{}",
      ],
    );
  }
}

beforeAll(async () => {
  await own(`INSERT INTO "public"."User" ("id", "platformRole") VALUES ('user_root', 'admin')`);
});

const ids = async (filter: Parameters<ReturnType<typeof root>["delivery"]["list"]>[0]) =>
  (await root().delivery.list(filter)).items.map(({ id }) => id);

describe("delivery.list", () => {
  beforeAll(() =>
    insert([
      {
        id: "msg_a",
        at: "2026-03-01T10:00Z",
        sent: "2026-03-01T09:59:59Z",
        processed: "2026-03-01T10:00:01Z",
      },
      {
        id: "msg_b",
        at: "2026-03-01T11:00Z",
        status: "failed",
        type: "user.created",
        subjects: ["user_ben"],
      },
      {
        id: "msg_c",
        at: "2026-03-01T12:00Z",
        status: "rejected",
        type: "organizationMembership.created",
        subjects: ["org_1", "user_ann"],
      },
      {
        id: "msg_d.odd",
        at: "2026-03-01T12:00Z",
        status: "ignored",
        type: "user_x.created",
        subjects: [],
      },
      { id: "reconcile_e", at: "2026-03-01T13:00Z", source: "reconcile" },
    ]),
  );

  it("gives what is known of each, newest first, and nothing of what it says", async () => {
    const { items } = await root().delivery.list({});
    expect(items.map(({ id }) => id)).toEqual([
      "reconcile_e",
      "msg_d.odd",
      "msg_c",
      "msg_b",
      "msg_a",
    ]);
    expect(items.at(-1)).toEqual({
      id: "msg_a",
      type: "user.updated",
      source: "webhook",
      status: "applied",
      subjects: ["user_ann"],
      attempts: 1,
      error: null,
      receivedAt: new Date("2026-03-01T10:00Z"),
      processedAt: new Date("2026-03-01T10:00:01Z"),
      lag: 2_000,
    });
    expect(items.at(-2)).toMatchObject({ status: "failed", error: "Error 57P01", lag: null });
  });

  it("filters by each of its fields, and by all at once", async () => {
    expect(await ids({ status: "failed" })).toEqual(["msg_b"]);
    expect(await ids({ source: "reconcile" })).toEqual(["reconcile_e"]);
    expect(await ids({ type: "organizationMembership." })).toEqual(["msg_c"]);
    expect(await ids({ type: "user.created" })).toEqual(["msg_b"]);
    expect(await ids({ type: "user_" })).toEqual(["msg_d.odd"]);
    expect(await ids({ subject: "user_ann" })).toEqual(["reconcile_e", "msg_c", "msg_a"]);
    expect(await ids({ subject: "msg_b" })).toEqual(["msg_b"]);
    expect(await ids({ from: "2026-03-01T11:00:00Z", to: "2026-03-01T12:00:00Z" })).toEqual([
      "msg_d.odd",
      "msg_c",
      "msg_b",
    ]);
    expect(await ids({ subject: "user_ann", status: "applied", source: "webhook" })).toEqual([
      "msg_a",
    ]);
    expect(await ids({ subject: "user_nobody" })).toEqual([]);
  });

  it("pages through all of them once, while more come", async () => {
    let serial = 0;
    const more = () => insert([{ id: `msg_more${(serial += 1)}`, at: "2026-04-01T10:00Z" }]);
    const { items, pages } = await readAll(
      (cursor) => root().delivery.list({ cursor, limit: 2, to: "2026-03-02T00:00:00Z" }),
      more,
    );
    expect(items.map(({ id }) => id)).toEqual([
      "reconcile_e",
      "msg_d.odd",
      "msg_c",
      "msg_b",
      "msg_a",
    ]);
    expect(pages).toBe(3);
    await own(`DELETE FROM "public"."WebhookDelivery" WHERE "id" LIKE 'msg_more%'`);
  });

  it.each([
    { type: "user%" },
    { subject: "user_1' OR 1=1" },
    { from: "yesterday" },
    { from: "0000-01-01T00:00:00Z" },
    { limit: 101 },
    { cursor: "bm90IG91cnM" },
  ])("refuses %j", async (filter) => {
    expect(await outcome(root().delivery.list(filter))).toBe("bad_input");
  });
});

describe("a payload", () => {
  const secret = "Canary Personal";
  const payload = JSON.parse(
    envelopeOf({
      type: "user.updated",
      data: userData("user_can", { first_name: secret }),
      timestamp: 5_000,
    }),
  ) as Record<string, unknown>;
  beforeAll(() =>
    insert([
      {
        id: "msg_p",
        at: "2026-02-01T10:00Z",
        payload: JSON.stringify(payload),
        subjects: ["user_can"],
      },
    ]),
  );

  it("is shown with its structure and without what is personal", async () => {
    const delivery = await root().delivery.get(named("msg_p"));
    expect(JSON.stringify(delivery)).not.toMatch(/Canary|example\.test|Lovelace/);
    expect(JSON.parse(delivery.payload)).toMatchObject({
      type: "user.updated",
      timestamp: 5_000,
      instance_id: "ins_test",
      data: {
        id: "user_can",
        first_name: hiddenValue,
        email_addresses: [{ id: "idn_1" }, { id: "idn_2" }],
      },
    });
    expect(delivery.hidden).toBe(6);
    expect(delivery).toMatchObject({ instanceId: null, sentAt: null, reducedAt: null });
  });

  it("is revealed to who asks, and the trail says who, and of which", async () => {
    const revealed = await root().delivery.reveal(named("msg_p"));
    expect(revealed.id).toBe("msg_p");
    expect(JSON.parse(revealed.payload)).toEqual(payload);
    const trail = await readTrail(testDatabase().ownerUrl, "admin");
    expect(trail.at(-1)).toMatchObject({
      action: "delivery.reveal",
      actorId: "user_root",
      subjectId: "msg_p",
      outcome: "done",
    });
    expect(JSON.stringify(trail)).not.toContain("Canary");
  });

  it("is not revealed where the trail cannot be written", async () => {
    await own("REVOKE EXECUTE ON FUNCTION app.audit(text, text) FROM gate_admin");
    try {
      expect(await outcome(root().delivery.reveal(named("msg_p")))).toBe("internal");
    } finally {
      await own("GRANT EXECUTE ON FUNCTION app.audit(text, text) TO gate_admin");
    }
  });

  it("of a delivery that is not there is not found", async () => {
    expect(await outcome(root().delivery.get(named("msg_none")))).toBe("not_found");
    expect(await outcome(root().delivery.reveal(named("msg_none")))).toBe("not_found");
  });

  it("is nobody else's to see", async () => {
    for (const options of [{}, { organization: "org_1", role: "org:admin" }])
      expect(await outcome(callerOf("user_can", options).delivery.reveal(named("msg_p")))).toBe(
        "not_administrator",
      );
  });
});

describe("delivery.replay", () => {
  it("applies what is stored once more, and answers when that is done", async () => {
    const envelope = envelopeOf({ type: "user.updated", data: userData("user_late") });
    await insert([
      { id: "msg_late", at: "2026-02-02T10:00Z", status: "failed", payload: envelope },
    ]);
    expect(await root().delivery.replay(named("msg_late"))).toEqual({ id: "msg_late" });
    expect(await own(`SELECT "name" FROM "public"."User" WHERE "id" = 'user_late'`)).toEqual([
      { name: "Ada Lovelace" },
    ]);
    expect(await root().delivery.get(named("msg_late"))).toMatchObject({
      status: "applied",
      attempts: 2,
    });
    expect(await outcome(root().delivery.replay(named("msg_none")))).toBe("not_found");
    expect((await readTrail(testDatabase().ownerUrl, "admin")).at(-1)).toMatchObject({
      action: "delivery.replay",
      subjectId: "msg_none",
      outcome: "not_found",
    });
  });
});

describe("delivery.lag", () => {
  const hour = 3_600_000;
  const begin = Math.floor(Date.now() / hour) * hour;
  const at = (hours: number, seconds = 0) =>
    new Date(begin - hours * hour + seconds * 1_000).toISOString();

  it("tells of each hour what came, how long it took and what was left waiting", async () => {
    await own(`DELETE FROM "public"."WebhookDelivery"`);
    await insert([
      // Three in one hour, by 1, 2 and 30 seconds.
      ...[1, 2, 30].map((lag, index) => ({
        id: `msg_l${index}`,
        at: at(3, 10),
        sent: at(3, 10),
        processed: at(3, 10 + lag),
      })),
      // One that came five hours ago and was applied two hours ago; one from before the span that was applied within it.
      { id: "msg_slow", at: at(5, 60), sent: at(5, 60), processed: at(2, 60) },
      { id: "msg_old", at: at(30), sent: at(30), processed: at(4, 60) },
      { id: "msg_failed", at: at(200), status: "failed" },
      { id: "msg_rejected", at: at(1), processed: at(1), status: "rejected" },
      { id: "reconcile_1", at: at(3), processed: at(3), sent: at(9), source: "reconcile" },
    ]);
    await own(
      `INSERT INTO "public"."ClerkCommand" ("action", "gate", "actorId", "status") VALUES ('member.remove', 'org', 'user_root', 'unknown'), ('member.remove', 'org', 'user_root', 'done')`,
    );
    const lag = await root().delivery.lag({});
    expect(lag).toMatchObject({
      failed: 1,
      rejected: 1,
      openCommands: 1,
      oldestFailed: new Date(at(200)),
    });
    expect(lag.hours).toHaveLength(24);
    const ago = (hours: number) => lag.hours.at(-1 - hours);
    expect(ago(23)).toEqual({
      hour: new Date(at(23)),
      received: 0,
      processed: 0,
      median: null,
      slowest: null,
      waiting: 2,
    });
    expect(ago(5)).toMatchObject({ received: 1, processed: 0, waiting: 3 });
    expect(ago(4)).toMatchObject({
      received: 0,
      processed: 1,
      waiting: 2,
      median: 26 * hour + 60_000,
    });
    expect(ago(3)).toMatchObject({
      received: 3,
      processed: 3,
      median: 2_000,
      slowest: 30_000,
      waiting: 2,
    });
    expect(ago(2)).toMatchObject({ processed: 1, median: 3 * hour, waiting: 1 });
    // Without Clerk's own time nobody knows how long it took.
    expect(ago(1)).toMatchObject({
      received: 1,
      processed: 1,
      median: null,
      slowest: null,
      waiting: 1,
    });
    expect((await root().delivery.lag({ span: "week" })).hours).toHaveLength(168);
  });

  it("is nothing where nothing came", async () => {
    await own(`DELETE FROM "public"."WebhookDelivery"`);
    const { hours, failed, oldestFailed } = await root().delivery.lag({});
    expect([failed, oldestFailed]).toEqual([0, null]);
    expect(
      hours.every(({ received, waiting, median }) => received + waiting === 0 && median === null),
    ).toBe(true);
  });
});
