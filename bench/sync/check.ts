import pg from "pg";
import type { SimulatedClerk } from "../../tests/integration/sync/histories/clerk.ts";
import {
  differences,
  readMirror,
  subjectsOf,
} from "../../tests/integration/sync/histories/mirror.ts";
import { truthOf } from "../../tests/integration/sync/histories/truth.ts";

/**
 * Holds the mirror, column by column, to what Clerk knows, and the inbox to one applied row for each event. Then takes both away.
 * @throws naming what differs
 */
export async function checkAndForget(ownerUrl: string, clerk: SimulatedClerk): Promise<void> {
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  // A connection that is about to close may hear of the server's end first.
  owner.on("error", () => undefined);
  try {
    const mirror = await readMirror(owner, subjectsOf(clerk));
    const wrong = differences(mirror, truthOf(clerk));
    if (wrong.length > 0)
      throw new Error(
        `${wrong.length} rows are not as they should be, such as ${wrong[0] ?? "none"}`,
      );
    const { rows } = await owner.query<{ status: string; count: number }>(
      `SELECT "status", count(*)::int AS "count" FROM "public"."WebhookDelivery" GROUP BY 1`,
    );
    const told = rows.map(({ status, count }) => `${count} ${status}`).join(", ");
    if (told !== `${clerk.events.length} applied`)
      throw new Error(`${clerk.events.length} events were sent; the inbox has ${told}`);
    await owner.query(
      `TRUNCATE "public"."WebhookDelivery", "public"."EndedSession", "public"."Membership", "public"."Invitation",
         "public"."ClerkRole", "public"."ClerkPermission", "public"."User", "public"."Organization" CASCADE`,
    );
  } finally {
    await owner.end();
  }
}
