import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectedOutcome, targetsOf } from "@/src/access/matrix/expectation";
import type { PrincipalCase } from "@/src/access/matrix/principals";
import type { PermissionSource } from "@/src/access/roles";
import { readFacts } from "@/src/server/trpc/facts";
import { appRouter } from "@/src/server/trpc/root";
import { useApplication } from "../../support/application.ts";
import { startClerkOfWorlds, type ClerkOfWorlds } from "../../support/clerk-world.ts";
import { publicKeyPem, runCell, type Cell } from "./cell.ts";

export const procedures = readFacts(appRouter);

/** Of these procedures all that changes is the application's own bookkeeping, which a cell does not look at, or nothing at all here. */
const bookkeeping = /^(delivery|run)\.|^admin\.impersonate$/;

/** Every procedure as every principal on every target: called, and compared with what the tables say. */
export function testMatrix(
  principals: Readonly<Record<string, PrincipalCase>>,
  source: PermissionSource,
): void {
  const testDatabase = useApplication();
  let admin: pg.Client;
  let clerk: ClerkOfWorlds;
  let cells = 0;

  beforeAll(async () => {
    clerk = await startClerkOfWorlds();
    Object.assign(process.env, {
      CLERK_JWT_KEY: publicKeyPem,
      CLERK_API_URL: `${clerk.clerk.url}/bapi`,
      CLERK_SECRET_KEY: clerk.clerk.secretKey,
    });
    admin = new pg.Client({ connectionString: testDatabase().adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    process.stdout.write(`  access matrix under the setting "${source}": ${cells} cells called\n`);
  });

  describe.each(Object.entries(principals))("%s", (_, principal) => {
    it.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
      "%s",
      async (_path, procedure) => {
        const found: Record<string, Cell> = {};
        const expected: Record<string, Omit<Cell, "shown">> = {};
        for (const target of targetsOf(procedure)) {
          const outcome = expectedOutcome(procedure, principal, target, source);
          const changed =
            outcome === "done" &&
            procedure.type === "mutation" &&
            !bookkeeping.test(procedure.path);
          expected[target] = { outcome, changed, leaked: false };
          found[target] = await runCell({ admin, clerk }, procedure, principal, target);
          cells += 1;
        }
        expect(found).toMatchObject(expected);
        // A stranger's row and no row cannot be told apart.
        if (expected["foreign"]?.outcome !== "done")
          expect(found["foreign"]?.shown).toBe(found["absent"]?.shown);
      },
    );
  });

  it("called every cell", () => {
    const each = procedures.reduce((sum, procedure) => sum + targetsOf(procedure).length, 0);
    expect(cells).toBe(each * Object.keys(principals).length);
  });
}
