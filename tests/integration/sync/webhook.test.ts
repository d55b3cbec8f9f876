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

  it("keeps what is of another instance, leaves the mirror alone and answers 200", async () => {
    const of = (instance: string, name: string) =>
      envelopeOf({
        type: "user.updated",
        data: userData("user_instance", { last_name: name, updated_at: Date.now() }),
      }).replace("ins_test", instance);
    await send(deliveryOf(of("ins_test", "Ours")));
    const id = `msg_${randomUUID()}`;
    expect(await send(deliveryOf(of("ins_another", "Theirs"), { id }))).toEqual({
      status: 200,
      answer: "rejected",
    });
    expect(await inbox(id)).toMatchObject({
      status: "rejected",
      error: "instance_id: another_instance",
    });
    expect(await userRow("user_instance")).toMatchObject({ name: "Ada Ours" });
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
