import { expect, it } from "vitest";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { useApplication } from "../../support/application.ts";
import { deliveryOf, envelopeOf, userData } from "../../support/deliveries.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();

it.each(["a\u0000b", "\ud800", "a\udfff"])(
  "text that cannot be stored does not stop a ban: %j",
  async (text) => {
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
  },
);
