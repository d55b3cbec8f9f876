import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LocalPostgres } from "../../local/postgres/server.ts";
import { choosePorts } from "../../local/stack/ports.ts";
import { startTree } from "../../local/stack/tree.ts";
import { served } from "../support/e2e.ts";
import { createTestDatabase, startTestPostgres, type TestDatabase } from "../support/postgres.ts";
import { runSql } from "../support/sql.ts";

let postgres: LocalPostgres;
let database: TestDatabase;
let port: number;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await createTestDatabase();
  ({ app: port } = await choosePorts({ app: 3500, clerk: 4510, postgres: 54_730 }));
});

afterAll(async () => {
  await database.drop();
  await postgres.stop();
});

const patienceMs = 30_000;

/** Starts the build with other variables, and waits until it ends or serves. */
async function start(variables: Record<string, string>) {
  const env = {
    ...process.env,
    ...served.env,
    DATABASE_URL: database.loginUrl,
    PORT: String(port),
    ...variables,
  };
  const lines: string[] = [];
  const next = startTree({
    args: [
      join(served.root, "node_modules", "next", "dist", "bin", "next"),
      "start",
      "-H",
      "localhost",
    ],
    cwd: served.root,
    env,
    onLine: (line) => lines.push(line),
  });
  const until = Date.now() + patienceMs;
  const ended = async (withinMs: number) => Promise.race([next.exited, sleep(withinMs, null)]);
  let exit = await ended(0);
  let status: number | null = null;
  while (!exit && status === null && Date.now() < until) {
    status = await fetch(`http://localhost:${port}/api/health/ready`).then(
      (response) => response.status,
      () => null,
    );
    exit = await ended(50);
  }
  // One that served for a moment and then refused has refused.
  exit ??= await ended(1000);
  if (!exit) await next.stop();
  return { refused: exit?.code === 1, status, output: lines.join("\n") };
}

describe("a production start", () => {
  it("serves when everything is as it should be", async () => {
    const { refused, status, output } = await start({});
    expect(output).not.toMatch(/UnsafeDatabase|not complete/);
    expect(refused).toBe(false);
    expect(status).toBe(200);
  });

  it("refuses to connect as a superuser", async () => {
    const { refused, output } = await start({ DATABASE_URL: database.adminUrl });
    expect(refused, output).toBe(true);
    expect(output).toMatch(/superuser/i);
  });

  it("refuses to connect as the owner of the tables", async () => {
    const { refused, output } = await start({ DATABASE_URL: database.ownerUrl });
    expect(refused, output).toBe(true);
    expect(output).toMatch(/owns?\b/i);
  });

  it("refuses a table without row security, and names it", async () => {
    await runSql(database.ownerUrl, 'alter table "Task" disable row level security');
    try {
      const { refused, output } = await start({});
      expect(refused, output).toBe(true);
      expect(output).toMatch(/Task/);
      expect(output).toMatch(/row.?(level )?security/i);
    } finally {
      await runSql(database.ownerUrl, 'alter table "Task" enable row level security');
    }
  });

  it("refuses when one policy is gone, and names it", async () => {
    await runSql(database.ownerUrl, 'alter policy "org_delete" on "Task" rename to "aside"');
    await runSql(database.ownerUrl, 'alter policy "aside" on "Task" to gate_sync');
    try {
      const { refused, output } = await start({});
      expect(refused, output).toBe(true);
      expect(output).toContain(
        'gate_org delete "Task": the policy is missing (such as "org_delete")',
      );
    } finally {
      await runSql(database.ownerUrl, 'alter policy "aside" on "Task" to gate_org');
      await runSql(database.ownerUrl, 'alter policy "aside" on "Task" rename to "org_delete"');
    }
  });

  it("refuses when variables are missing or malformed, and names them all at once", async () => {
    const { refused, output } = await start({
      DATABASE_URL: "",
      CLERK_SECRET_KEY: "",
      CLERK_WEBHOOK_SIGNING_SECRET: "not-a-secret",
      APP_URL: "",
    });
    expect(refused, output).toBe(true);
    expect(output).toContain("DATABASE_URL is missing");
    expect(output).toContain("CLERK_SECRET_KEY is missing");
    expect(output).toContain("CLERK_WEBHOOK_SIGNING_SECRET is malformed");
    expect(output).toContain("APP_URL is missing");
    expect(output).not.toContain("not-a-secret");
  });

  it("refuses development keys unless it is told that they are meant", async () => {
    const { refused, output } = await start({ ALLOW_DEVELOPMENT_KEYS: "" });
    expect(refused, output).toBe(true);
    expect(output).toContain("CLERK_SECRET_KEY is a development key");
    expect(output).toContain("ALLOW_DEVELOPMENT_KEYS=1");
    expect(output).not.toContain(served.clerkSecretKey);
  });
});
