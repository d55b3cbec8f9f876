import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { clerkEnvironment } from "../../../local/clerk/server.ts";
import { appEnvironment, planStack, readGiven } from "../../../local/stack/environment.ts";
import { EnvironmentError, parseEnv } from "../../../src/env.ts";

const clerk = {
  url: "http://localhost:4010",
  secretKey: "sk_test_abc",
  webhookSecret: "whsec_YWJj",
  jwtKey: "-----BEGIN PUBLIC KEY-----",
};
const databaseUrl = "postgresql://gatehouse_app:secret@127.0.0.1:54329/gatehouse";
const folder = mkdtempSync(join(tmpdir(), "gatehouse-env-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the stand-ins' environment is complete", () => {
  for (const mode of ["dev", "production"] as const) {
    test(`for ${mode}`, () => {
      const arrangement = mode === "dev" ? "direct" : "proxy";
      const env = appEnvironment(
        {},
        { mode, appPort: 3007, databaseUrl, clerk: clerkEnvironment(clerk, arrangement) },
      );
      expect(parseEnv(env)).toMatchObject({
        APP_URL: ["http://localhost:3007"],
        DATABASE_URL: databaseUrl,
        NODE_ENV: mode === "dev" ? "development" : "production",
      });
    });
  }

  test("and names no port in a variable that a production build inlines", () => {
    const env = appEnvironment(
      {},
      { mode: "production", appPort: 3007, databaseUrl, clerk: clerkEnvironment(clerk, "proxy") },
    );
    const inlined = Object.entries(env).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
    expect(inlined.length).toBeGreaterThan(0);
    expect(inlined.filter(([, value]) => /localhost|127\.0\.0\.1/.test(value))).toEqual([]);
  });
});

describe("what the environment names is not stood in for", () => {
  test.each([
    [{}, { database: "local", clerk: "local" }],
    [
      { DATABASE_URL: "", CLERK_SECRET_KEY: "" },
      { database: "local", clerk: "local" },
    ],
    [{ DATABASE_URL: databaseUrl }, { database: "given", clerk: "local" }],
    [{ CLERK_SECRET_KEY: "sk_live_a" }, { database: "local", clerk: "given" }],
    [{ NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_live_a" }, { database: "local", clerk: "given" }],
  ])("%o", (given, plan) => {
    expect(planStack(given)).toEqual(plan);
  });

  test("a real Clerk with one key missing is named, not replaced", () => {
    const given = { CLERK_SECRET_KEY: "sk_test_abc", CLERK_WEBHOOK_SIGNING_SECRET: "whsec_YWJj" };
    const env = appEnvironment(given, { mode: "dev", appPort: 3000, databaseUrl, clerk: null });
    expect(() => parseEnv({ ...given, ...env })).toThrow(EnvironmentError);
    expect(() => parseEnv({ ...given, ...env })).toThrow(
      "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY is missing",
    );
    expect(env).toMatchObject({ NEXT_PUBLIC_CLERK_SIGN_IN_URL: "/sign-in" });
  });

  test("the owner's address does not reach the application", () => {
    const given = { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: "postgresql://owner:s@h/d" };
    const env = appEnvironment(given, { mode: "dev", appPort: 3000, databaseUrl, clerk: null });
    expect({ ...given, ...env }.DATABASE_OWNER_URL).toBe("");
  });

  test("further origins of one's own are kept", () => {
    const given = { APP_URL: "https://tunnel.example.com" };
    const env = appEnvironment(given, { mode: "dev", appPort: 3000, databaseUrl, clerk: null });
    expect(env["APP_URL"]).toBe("http://localhost:3000,https://tunnel.example.com");
  });
});

test("the .env files are read as Next reads them, and this process keeps its own environment", () => {
  writeFileSync(join(folder, ".env"), "GATEHOUSE_TEST_A=file\nGATEHOUSE_TEST_B=file\n");
  writeFileSync(join(folder, ".env.local"), "GATEHOUSE_TEST_A=local\n");
  writeFileSync(join(folder, ".env.production"), "GATEHOUSE_TEST_B=production\n");
  const before = { ...process.env };
  const nodeEnv = process.env["NODE_ENV"];
  // vitest says "test", under which Next reads no .env.local.
  Reflect.deleteProperty(process.env, "NODE_ENV");
  try {
    expect(readGiven(folder, "dev")).toMatchObject({
      GATEHOUSE_TEST_A: "local",
      GATEHOUSE_TEST_B: "file",
    });
    expect(readGiven(folder, "production")).toMatchObject({ GATEHOUSE_TEST_B: "production" });
  } finally {
    Object.assign(process.env, { NODE_ENV: nodeEnv });
  }
  expect(process.env).toEqual(before);
});

test(".env.example names every variable that the application reads", () => {
  const root = join(import.meta.dirname, "..", "..", "..");
  const read = readFileSync(join(root, "src", "env.ts"), "utf8").matchAll(/^ {2}([A-Z][A-Z_]+):/gm);
  const example = readFileSync(join(root, ".env.example"), "utf8");
  const names = [...read].map(([, name]) => name ?? "").filter((name) => name !== "NODE_ENV");
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !new RegExp(`^(# )?${name}=`, "m").test(example))).toEqual([]);
});
