// By hand: node --import tsx tests/integration/sync/reconcile/ten-thousand.ts [users]
// Fills a mirror from a local Clerk of 10,000 people, loses 3 % of what had been delivered, and prints the command's own report.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClerkClient } from "@clerk/backend";
import { startLocalClerk } from "../../../../local/clerk/server.ts";
import { runNode } from "../../../support/command.ts";
import { environment } from "../../../support/environment.ts";
import { createTestDatabase, startTestPostgres } from "../../../support/postgres.ts";
import { runSql } from "../../../support/sql.ts";

const users = Number(process.argv[2] ?? 10_000);
const organizations = users / 50;
const lost = Math.round(users * 0.01);

const folder = mkdtempSync(join(tmpdir(), "ten-thousand-"));
const postgres = await startTestPostgres();
const database = await createTestDatabase();
const clerk = await startLocalClerk({
  port: 0,
  dataDir: join(folder, "clerk"),
  appUrl: "http://localhost:3000",
  webhookUrl: null,
  log: () => undefined,
});
const variables = {
  ...environment,
  DATABASE_URL: database.loginUrl,
  CLERK_SECRET_KEY: clerk.secretKey,
  CLERK_API_URL: `${clerk.url}/bapi`,
};

async function reconcile(...words: string[]): Promise<void> {
  process.stdout.write(`$ npm run sync -- reconcile ${words.join(" ")}\n`);
  const args = ["--import", "tsx", "prisma/sync/main.ts", "reconcile", ...words];
  const { code, out, err } = await runNode(args, variables);
  process.stdout.write(`${err}${out}(ended with ${code})\n\n`);
}

const sql = (text: string) => runSql(database.ownerUrl, text, []);

try {
  await clerk.seed({
    users: Array.from({ length: users }, (_, n) => ({
      emailAddresses: [`person${n}@example.test`],
      firstName: "Person",
      lastName: String(n),
    })),
    organizations: Array.from({ length: organizations }, (_, n) => ({
      name: `Organization ${n}`,
      slug: `organization-${n}`,
      members: Array.from({ length: 50 }, (_, m) => ({
        emailAddress: `person${(n * 50 + m) % users}@example.test`,
        role: m === 0 ? "org:admin" : "org:member",
      })),
    })),
  });
  await reconcile();
  const some = `(SELECT "id" FROM "User" ORDER BY md5("id") LIMIT ${lost})`;
  // A creation that was not delivered, an update that was not, and a deletion that was not: each of one person in a hundred.
  await sql(`DELETE FROM "Membership" WHERE "userId" IN ${some}`);
  await sql(`DELETE FROM "User" WHERE "id" IN ${some}`);
  await sql(
    `UPDATE "User" SET "name" = 'Somebody', "sourceVersion" = "sourceVersion" - 1 WHERE "id" IN ${some}`,
  );
  const sdk = createClerkClient({
    secretKey: clerk.secretKey,
    apiUrl: `${clerk.url}/bapi`,
    telemetry: { disabled: true },
  });
  const gone = await sql(`SELECT "id" FROM "User" ORDER BY md5("id") DESC LIMIT ${lost - 1}`);
  for (const row of gone) await sdk.users.deleteUser(String(row["id"]));
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await reconcile("--dry-run");
  await reconcile();
  await reconcile();
} finally {
  await clerk.close();
  await database.drop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
