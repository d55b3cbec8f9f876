import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { useApplication } from "../../support/application.ts";
import { deliveryOf, envelopeOf, membershipData, userData } from "../../support/deliveries.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

async function send(request: Request): Promise<{ status: number; answer: string }> {
  const response = await receiveDelivery(request);
  const body: unknown = await response.json();
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  const text = JSON.stringify(body);
  expect(text).not.toMatch(/whsec_|at .*\.ts/);
  const { outcome, error } = body as { outcome?: string; error?: { code: string } };
  return { status: response.status, answer: outcome ?? error?.code ?? "" };
}

async function inbox(id: string) {
  return (
    await runSql(
      testDatabase().ownerUrl,
      `SELECT "status", "attempts", "error", "type", "subjects" FROM "public"."WebhookDelivery" WHERE "id" = $1`,
      [id],
    )
  )[0];
}

async function userRow(id: string) {
  return (
    await runSql(
      testDatabase().ownerUrl,
      `SELECT "email", "name", "deleted" FROM "public"."User" WHERE "id" = $1`,
      [id],
    )
  )[0];
}

describe("the signature", () => {
  const body = envelopeOf({ type: "email.created", data: { id: "ema_1" } });
  const altered = (
    change: (headers: Headers) => void,
    content: string | Buffer = body,
  ): Request => {
    const request = deliveryOf(content);
    const headers = new Headers(request.headers);
    change(headers);
    return new Request(request.url, {
      method: "POST",
      headers,
      body: new Uint8Array(Buffer.from(content)),
    });
  };
  const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);

  it.each([
    ["genuine", () => deliveryOf(body), 200, "ignored"],
    ["4 minutes late", () => deliveryOf(body, { at: minutes(-4) }), 200, "ignored"],
    ["6 minutes late", () => deliveryOf(body, { at: minutes(-6) }), 400, "bad_timestamp"],
    ["6 minutes early", () => deliveryOf(body, { at: minutes(6) }), 400, "bad_timestamp"],
    [
      "another secret",
      () => deliveryOf(body, { secret: "whsec_b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldA==" }),
      400,
      "bad_signature",
    ],
    ["no id", () => altered((headers) => headers.delete("svix-id")), 400, "missing_headers"],
    ["an id of another form", () => deliveryOf(body, { id: "msg 1" }), 400, "missing_headers"],
    [
      "an id that is too long",
      () => deliveryOf(body, { id: "m".repeat(129) }),
      400,
      "missing_headers",
    ],
    [
      "no timestamp",
      () => altered((headers) => headers.delete("svix-timestamp")),
      400,
      "missing_headers",
    ],
    [
      "no signature",
      () => altered((headers) => headers.delete("svix-signature")),
      400,
      "missing_headers",
    ],
    [
      "blank signature",
      () => altered((headers) => headers.set("svix-signature", "")),
      400,
      "missing_headers",
    ],
    [
      "another id",
      () => altered((headers) => headers.set("svix-id", "msg_other")),
      400,
      "bad_signature",
    ],
    [
      "another version",
      () =>
        altered((headers) =>
          headers.set(
            "svix-signature",
            (headers.get("svix-signature") ?? "").replace("v1,", "v2,"),
          ),
        ),
      400,
      "bad_signature",
    ],
    [
      "several signatures, the second right",
      () =>
        altered((headers) =>
          headers.set("svix-signature", `v1,AAAA ${headers.get("svix-signature")}`),
        ),
      200,
      "ignored",
    ],
    [
      "a form",
      () => altered((headers) => headers.set("content-type", "application/x-www-form-urlencoded")),
      415,
      "bad_content_type",
    ],
    [
      "text",
      () => altered((headers) => headers.set("content-type", "text/plain")),
      415,
      "bad_content_type",
    ],
    ["signed, but not JSON", () => deliveryOf("not json"), 400, "bad_body"],
    ["signed, but empty", () => deliveryOf(""), 400, "bad_body"],
    ["signed, but no envelope", () => deliveryOf(`{"hello":1}`), 400, "bad_body"],
    ["too large", () => deliveryOf(`{"x":"${"y".repeat(256 * 1024)}"}`), 413, "too_large"],
  ])("%s", async (_name, make, status, answer) => {
    expect(await send(make())).toEqual({ status, answer });
  });

  it("is over the raw bytes: genuine bodies that JSON would write otherwise are accepted", async () => {
    const data = (inner: string): string =>
      `{"object":"event", "type":"email.created","timestamp":${Date.now()},"instance_id":"ins_test","data":${inner}}`;
    const shapes = [
      `{ "spaced" :  1 }`,
      `{"unicode":"\\u00e9\\u4e2d"}`,
      `{"slash":"a\\/b"}`,
      `{"amp":"a\\u0026b"}`,
      `{"2":"b","1":"a"}`,
      `{"n":1.0}`,
      `{"n":1e3}`,
      `{"n":9007199254740993}`,
      `{"twice":1,"twice":2}`,
      `{"emoji":"\\ud83d\\ude00"}`,
      `{"tab":"\\t"}`,
      `{"é":"raw"}`,
      `{"n":-0}`,
    ];
    for (const shape of shapes)
      expect([shape, await send(deliveryOf(data(shape)))]).toEqual([
        shape,
        { status: 200, answer: "ignored" },
      ]);
  });

  it("refuses a body changed by one byte", async () => {
    const request = deliveryOf(body);
    const changed = Buffer.from(body.replace("ema_1", "ema_2"));
    const forged = new Request(request.url, {
      method: "POST",
      headers: request.headers,
      body: new Uint8Array(changed),
    });
    expect(await send(forged)).toEqual({ status: 400, answer: "bad_signature" });
  });
});

describe("the inbox", () => {
  it("applies a delivery once, however often it comes", async () => {
    const id = `msg_${randomUUID()}`;
    const body = envelopeOf({ type: "user.created", data: userData("user_once") });
    expect(await send(deliveryOf(body, { id }))).toEqual({ status: 200, answer: "applied" });
    expect(await send(deliveryOf(body, { id }))).toEqual({ status: 200, answer: "duplicate" });
    expect(await userRow("user_once")).toEqual({
      email: "primary@example.test",
      name: "Ada Lovelace",
      deleted: false,
    });
    expect(await inbox(id)).toMatchObject({
      status: "applied",
      attempts: 1,
      subjects: ["user_once"],
    });
  });

  it("lets one of many at once do the work", async () => {
    const id = `msg_${randomUUID()}`;
    const body = envelopeOf({ type: "user.created", data: userData("user_many") });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send(deliveryOf(body, { id }))),
    );
    expect(answers.map(({ answer }) => answer).sort()).toEqual([
      "applied",
      ...Array.from({ length: 9 }, () => "duplicate"),
    ]);
  });

  it("records a failure, answers 500, and applies the same id when it comes back", async () => {
    const id = `msg_${randomUUID()}`;
    const body = envelopeOf({ type: "user.created", data: userData("user_retry") });
    const { adminUrl } = testDatabase();
    await runSql(
      adminUrl,
      `ALTER TABLE "public"."User" ADD CONSTRAINT broken CHECK ("id" <> 'user_retry')`,
    );
    expect(await send(deliveryOf(body, { id }))).toEqual({ status: 500, answer: "internal" });
    expect(await send(deliveryOf(body, { id }))).toEqual({ status: 500, answer: "internal" });
    const failed = await inbox(id);
    expect(failed).toMatchObject({ status: "failed", attempts: 2 });
    expect(failed?.["error"]).toContain("23514");
    expect(JSON.stringify(failed)).not.toContain("primary@example.test");
    await runSql(adminUrl, `ALTER TABLE "public"."User" DROP CONSTRAINT broken`);
    expect(await send(deliveryOf(body, { id }))).toEqual({ status: 200, answer: "applied" });
    expect(await inbox(id)).toMatchObject({ status: "applied", attempts: 3, error: null });
    expect(await userRow("user_retry")).toMatchObject({ name: "Ada Lovelace" });
  });

  it("keeps what is not of its type, and what it does not know, and answers 200", async () => {
    const rejected = `msg_${randomUUID()}`;
    expect(
      await send(
        deliveryOf(
          envelopeOf({ type: "user.created", data: { id: "user_bad", email_addresses: "none" } }),
          { id: rejected },
        ),
      ),
    ).toEqual({ status: 200, answer: "rejected" });
    expect(await inbox(rejected)).toMatchObject({ status: "rejected" });
    expect(await userRow("user_bad")).toBeUndefined();
    for (const type of ["constructor", "toString", "__proto__"]) {
      const body = envelopeOf({ type, data: { id: "user_proto" } });
      expect([type, await send(deliveryOf(body))]).toEqual([
        type,
        { status: 200, answer: "ignored" },
      ]);
    }
    const unknown = `msg_${randomUUID()}`;
    expect(
      await send(deliveryOf(envelopeOf({ type: "invoice.paid", data: {} }), { id: unknown })),
    ).toEqual({ status: 200, answer: "ignored" });
    expect(await inbox(unknown)).toMatchObject({ status: "ignored", type: "invoice.paid" });
  });

  it("keeps no code and no link that would let somebody in", async () => {
    const link = "https://clerk.test/v1/tickets/accept?ticket=dc_let_me_in";
    const data = {
      id: "ema_1",
      user_id: "user_mail",
      body: "424242 is your code",
      data: { otp_code: "424242" },
    };
    for (const event of [
      { type: "email.created", data },
      { type: "sms.created", data },
      {
        type: "organizationInvitation.created",
        data: { id: "orginv_1", url: link, role: "org:member" },
      },
    ]) {
      const id = `msg_${randomUUID()}`;
      await send(deliveryOf(envelopeOf(event), { id }));
      const [row] = await runSql<{ payload: unknown }>(
        testDatabase().ownerUrl,
        `SELECT "payload" FROM "public"."WebhookDelivery" WHERE "id" = $1`,
        [id],
      );
      expect(row?.payload).toMatchObject({ type: event.type, data: { id: event.data.id } });
      expect(JSON.stringify(row)).not.toMatch(/424242|let_me_in/);
    }
  });

  it("writes nothing that a signature did not vouch for", async () => {
    const id = `msg_${randomUUID()}`;
    await send(
      deliveryOf(envelopeOf({ type: "user.created", data: userData("user_forged") }), {
        id,
        secret: "whsec_b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldA==",
      }),
    );
    expect(await inbox(id)).toBeUndefined();
    expect(await userRow("user_forged")).toBeUndefined();
  });

  it("takes the membership of a person and an organization it has not heard of", async () => {
    expect(
      await send(
        deliveryOf(
          envelopeOf({
            type: "organizationMembership.created",
            data: membershipData("org_early", "user_early"),
          }),
        ),
      ),
    ).toEqual({ status: 200, answer: "applied" });
    expect(await userRow("user_early")).toEqual({ email: null, name: null, deleted: false });
  });
});
