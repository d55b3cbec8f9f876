import { expect, it } from "vitest";
import { takeObservation } from "@/src/server/sync/inbox";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { useApplication } from "../../support/application.ts";
import { deliveryOf, envelopeOf, userData } from "../../support/deliveries.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

const texts = ["a\u0000b", "\ud800", "a\udfff"];

it.each(texts)("text that cannot be stored does not stop a ban: %j", async (text) => {
  const id = `user_${Buffer.from(text).toString("hex")}`;
  const data = userData(id, {
    banned: true,
    first_name: text,
    unsafe_metadata: { [text]: [text] },
  });
  const response = await receiveDelivery(deliveryOf(envelopeOf({ type: "user.updated", data })));
  expect(response.status).toBe(200);
  const { ownerUrl } = testDatabase();
  expect(
    await runSql(ownerUrl, `SELECT "banned" FROM "public"."User" WHERE "id" = $1`, [id]),
  ).toEqual([{ banned: true }]);
});

it.each(texts)("nor what Clerk answers to a reconcile or a command: %j", async (text) => {
  const id = `user_seen${Buffer.from(text).toString("hex")}`;
  const unsafe_metadata = { [text]: [text] };
  const data = userData(id, { banned: true, first_name: text, unsafe_metadata });
  const seen = { source: "reconcile", type: "user.updated", data, timestamp: 2000 } as const;
  expect([await takeObservation(seen), await takeObservation(seen)]).toEqual([true, false]);
  const { ownerUrl } = testDatabase();
  const person = `SELECT "banned" FROM "public"."User" WHERE "id" = $1`;
  expect(await runSql(ownerUrl, person, [id])).toEqual([{ banned: true }]);
  const inbox = `SELECT "source", "status" FROM "public"."WebhookDelivery" WHERE $1 = ANY ("subjects")`;
  expect(await runSql(ownerUrl, inbox, [id])).toEqual([{ source: "reconcile", status: "applied" }]);
});
