import { describe, expect, test } from "vitest";
import { EnvironmentError, parseEnv } from "@/src/env";

const complete = {
  NODE_ENV: "development",
  APP_URL: "http://localhost:3000",
  DATABASE_URL: "postgresql://app:hunter2-database@localhost:5432/app",
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_Y2xlcms=",
  CLERK_SECRET_KEY: "sk_test_hunter2",
  CLERK_WEBHOOK_SIGNING_SECRET: "whsec_aHVudGVyMg==",
};
const production = {
  ...complete,
  NODE_ENV: "production",
  APP_URL: "https://app.example.com",
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_live_Y2xlcms=",
  CLERK_SECRET_KEY: "sk_live_hunter2",
};
const required = [
  "APP_URL",
  "DATABASE_URL",
  "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY",
  "CLERK_SECRET_KEY",
  "CLERK_WEBHOOK_SIGNING_SECRET",
] as const;

function faultOf(source: Record<string, string | undefined>): string {
  try {
    parseEnv(source);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return error instanceof Error ? error.message : "";
  }
  return "";
}

test("what is complete is read, with defaults", () => {
  expect(parseEnv(complete)).toMatchObject({
    APP_URL: ["http://localhost:3000"],
    DATABASE_POOL_MAX: 10,
    DELIVERY_RETENTION_DAYS: 30,
    DATABASE_NAMED_STATEMENTS: true,
    ALLOW_DEVELOPMENT_KEYS: false,
    ALLOW_BEARER_WITHOUT_AZP: false,
    RATE_LIMIT_PERSON: 600,
    RATE_LIMIT_ADDRESS: 1200,
    TRUSTED_PROXIES: 0,
    LOG_LEVEL: "info",
  });
  expect(parseEnv(production).NODE_ENV).toBe("production");
});

test("several origins and two webhook secrets are read apart", () => {
  const env = parseEnv({
    ...complete,
    APP_URL: "https://a.example/path, https://b.example:8443",
    CLERK_WEBHOOK_SIGNING_SECRET: "whsec_b25l, whsec_dHdv",
  });
  expect(env.APP_URL).toEqual(["https://a.example", "https://b.example:8443"]);
  expect(env.CLERK_WEBHOOK_SIGNING_SECRET).toEqual(["whsec_b25l", "whsec_dHdv"]);
});

describe("what is missing", () => {
  test("is named all at once", () => {
    const fault = faultOf({});
    for (const name of required) expect(fault).toContain(`${name} is missing`);
    expect(fault).toContain(".env.example");
  });

  test.each(required)("%s, absent or empty", (name) => {
    for (const value of [undefined, ""]) {
      const fault = faultOf({ ...complete, [name]: value });
      expect(fault.split("\n").slice(1)).toEqual([`  ${name} is missing`]);
    }
  });
});

describe("what is malformed", () => {
  const malformed: [string, string][] = [
    ["NODE_ENV", "prod-hunter2"],
    ["APP_URL", "hunter2.example"],
    ["APP_URL", "ftp://hunter2.example"],
    ["APP_URL", "https://ok.example,hunter2"],
    ["DATABASE_URL", "mysql://hunter2@localhost/app"],
    ["DATABASE_URL", "hunter2"],
    ["DATABASE_POOL_MAX", "hunter2"],
    ["DATABASE_POOL_MAX", "0"],
    ["DATABASE_POOL_MAX", "1.5"],
    ["DATABASE_NAMED_STATEMENTS", "hunter2"],
    ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "sk_test_hunter2"],
    ["CLERK_SECRET_KEY", "pk_test_hunter2"],
    ["CLERK_WEBHOOK_SIGNING_SECRET", "hunter2"],
    // What svix cannot decode would otherwise fail at the first delivery.
    ["CLERK_WEBHOOK_SIGNING_SECRET", "whsec_"],
    ["CLERK_WEBHOOK_SIGNING_SECRET", "whsec_===="],
    ["CLERK_WEBHOOK_SIGNING_SECRET", "whsec_hunter2"],
    ["CLERK_WEBHOOK_SIGNING_SECRET", "whsec_hunter2!"],
    ["CLERK_WEBHOOK_SIGNING_SECRET", "whsec_hunt=er2"],
    ["CLERK_WEBHOOK_SIGNING_SECRET", "whsec_aHVudGVyMg==,whsec_"],
    ["CLERK_WEBHOOK_SIGNING_SECRET", "whsec_aHVudGVyMg==,"],
    ["CLERK_WEBHOOK_SIGNING_SECRET", "whsec_b25l,whsec_dHdv,whsec_aHVudGVyMg=="],
    ["CLERK_API_URL", "hunter2"],
    ["CLERK_FAPI_URL", "file:///hunter2"],
    ["NEXT_PUBLIC_CLERK_PROXY_URL", "hunter2"],
    ["ALLOW_DEVELOPMENT_KEYS", "hunter2"],
    ["ALLOW_BEARER_WITHOUT_AZP", "hunter2"],
    // There is no number that means no limit.
    ["RATE_LIMIT_PERSON", "0"],
    ["RATE_LIMIT_ADDRESS", "-1"],
    ["RATE_LIMIT_ADDRESS", "hunter2"],
    ["TRUSTED_PROXIES", "-1"],
    ["TRUSTED_PROXIES", "hunter2"],
    ["LOG_LEVEL", "hunter2"],
  ];

  test.each(malformed)("%s=%s is named, and the value is not shown", (name, value) => {
    const fault = faultOf({ ...complete, [name]: value });
    expect(fault.split("\n").slice(1)).toEqual([
      expect.stringContaining(`  ${name} is malformed: `) as unknown,
    ]);
    expect(fault).not.toContain("hunter2");
  });

  test("is named together with what is missing, each variable by itself", () => {
    const fault = faultOf({
      ...complete,
      CLERK_SECRET_KEY: "hunter2",
      DATABASE_URL: "",
      LOG_LEVEL: "loud",
    });
    expect(
      fault
        .split("\n")
        .slice(1)
        .map((text) => text.trim().split(" ")[0])
        .sort(),
    ).toEqual(["CLERK_SECRET_KEY", "DATABASE_URL", "LOG_LEVEL"]);
    expect(fault).not.toContain("hunter2");
  });
});

describe("a production start", () => {
  test("refuses development keys, all named at once, no value shown", () => {
    const fault = faultOf({
      ...complete,
      NODE_ENV: "production",
      CLERK_API_URL: "http://127.0.0.1:4010",
    });
    for (const name of ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY", "CLERK_API_URL"]) {
      expect(fault).toContain(`  ${name} is`);
    }
    expect(fault).not.toContain("hunter2");
  });

  test.each([
    "http://127.0.0.1:4010",
    "http://127.8.8.8",
    "http://localhost:4010",
    "http://clerk.localhost",
    "http://[::1]:4010",
    "http://0.0.0.0:4010",
  ])("refuses a Clerk address on this machine: %s", (url) => {
    for (const name of ["CLERK_API_URL", "CLERK_FAPI_URL", "NEXT_PUBLIC_CLERK_PROXY_URL"]) {
      expect(faultOf({ ...production, [name]: url })).toContain(`  ${name} is on this machine`);
    }
  });

  test.each(["localhost:4010", "127.0.0.1:4010", "0.0.0.0:4010", "clerk.localhost"])(
    "refuses a live key that names a Clerk on this machine: %s",
    (host) => {
      const key = `pk_live_${Buffer.from(`${host}$`).toString("base64")}`;
      expect(faultOf({ ...production, NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: key })).toContain(
        "  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY names a Clerk on this machine",
      );
    },
  );

  test("takes a Clerk address elsewhere, and a proxy path of its own origin", () => {
    for (const url of ["https://clerk.example.com", "https://localhost.example.com"]) {
      expect(faultOf({ ...production, CLERK_API_URL: url })).toBe("");
    }
    expect(faultOf({ ...production, NEXT_PUBLIC_CLERK_PROXY_URL: "/__clerk" })).toBe("");
  });

  test("takes development keys when told to", () => {
    expect(faultOf({ ...complete, NODE_ENV: "production", ALLOW_DEVELOPMENT_KEYS: "1" })).toBe("");
    expect(faultOf({ ...complete, NODE_ENV: "production", ALLOW_DEVELOPMENT_KEYS: "0" })).not.toBe(
      "",
    );
  });
});

test("development takes development keys", () => {
  expect(faultOf({ ...complete, CLERK_API_URL: "http://127.0.0.1:4010" })).toBe("");
});
