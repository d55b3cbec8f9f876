import { beforeAll, describe, expect, it } from "vitest";
import { readFound, type Found } from "@/src/server/sync/reconcile/findings";
import { runSync } from "@/src/server/sync/run/perform";
import { startRun, type Run } from "@/src/server/sync/run/run";
import { useApplication } from "../../../support/application.ts";
import { runSql } from "../../../support/sql.ts";
import { useLocalClerk } from "./local-clerk.ts";

const testDatabase = useApplication();
const door = useLocalClerk();

const users = 300;
const organizations = 6;
const members = 12;

function sql(text: string, values: readonly unknown[] = []) {
  return runSql(testDatabase().ownerUrl, text, [...values]);
}

async function reconcile(options: Partial<Run> = {}): Promise<{ run: Run; found: Found }> {
  const asked = { kind: "reconcile", scope: "all", dryRun: false, confirmed: false } as const;
  const { id } = await startRun({ ...asked, startedBy: "command", ...options });
  const run = await runSync(id);
  return { run, found: readFound(run.found) };
}

beforeAll(async () => {
  await door().clerk.seed({
    users: Array.from({ length: users }, (_, n) => ({
      emailAddresses: [`person${n}@example.test`],
      firstName: "Person",
      lastName: String(n),
    })),
    organizations: Array.from({ length: organizations }, (_, n) => ({
      name: `Organization ${n}`,
      slug: `organization-${n}`,
      members: Array.from({ length: members }, (_, m) => ({
        emailAddress: `person${(n * 25 + m) % users}@example.test`,
        role: m === 0 ? "org:admin" : "org:member",
      })),
      invitations: [{ emailAddress: `guest${n}@example.test`, role: "org:member" }],
    })),
  });
}, 120_000);

describe("a reconcile of everything", { timeout: 120_000 }, () => {
  it("fills an empty mirror, and finds nothing to do the second time", async () => {
    const { run, found } = await reconcile();
    expect(run).toMatchObject({ status: "done", error: null });
    expect(found.user?.counts).toEqual({ missing: users });
    expect(found.organization?.counts).toEqual({ missing: organizations });
    expect(found.membership?.counts).toEqual({ missing: organizations * members });
    expect(found.invitation?.counts).toEqual({ missing: organizations });
    expect(run.done).toBe(run.total);
    const inbox = await sql(`SELECT count(*)::int AS n FROM "WebhookDelivery"`);
    const again = await reconcile();
    expect(again.found.user?.counts).toEqual({ same: users });
    expect(again.found.membership?.counts).toEqual({ same: organizations * members });
    expect(await sql(`SELECT count(*)::int AS n FROM "WebhookDelivery"`)).toEqual(inbox);
  });
});
