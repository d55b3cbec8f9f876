import { z } from "zod";

/**
 * The environment, read and checked here and nowhere else (lint keeps it so). Public variables (NEXT_PUBLIC_*) are inlined
 * when the application is built; the others are read when it starts.
 */
const flag = z
  .enum(["0", "1", "true", "false"])
  .default("0")
  .transform((value) => value === "1" || value === "true");
const limit = z.coerce.number().int().min(1).max(1_000_000_000);
const httpUrl = z.url({ protocol: /^https?$/ });

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  /** Origin of the application, such as https://app.example.com; several, separated by commas, where it has several. */
  APP_URL: z
    .string()
    .transform((value) => value.split(",").map((origin) => origin.trim()))
    .pipe(z.array(httpUrl).min(1))
    .transform((urls) => urls.map((url) => new URL(url).origin)),
  /** The login role made by `npm run db -- login`; never the owner's address. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(1000).default(10),
  /** 0 where a transaction pooler in front of Postgres forbids named statements. */
  DATABASE_NAMED_STATEMENTS: flag.default(true),
  /** The same login past a transaction pooler, which passes on no notifications; by default DATABASE_URL. */
  DATABASE_LISTEN_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_(test|live)_[A-Za-z0-9+/=]+$/, "must start with pk_test_ or pk_live_"),
  CLERK_SECRET_KEY: z
    .string()
    .regex(/^sk_(test|live)_\S+$/, "must start with sk_test_ or sk_live_"),
  /** One secret, or while it is being rotated two, separated by a comma. */
  CLERK_WEBHOOK_SIGNING_SECRET: z
    .string()
    .transform((value) => value.split(",").map((secret) => secret.trim()))
    .pipe(
      z
        .array(
          z
            .string()
            .regex(
              /^whsec_(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
              "must be whsec_ and base64",
            ),
        )
        .min(1)
        .max(2),
    ),
  /** How long payloads that were applied are kept whole. */
  DELIVERY_RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  /** What a scheduler bears that calls POST /api/sync; unset, the route answers 503. */
  SYNC_SECRET: z.string().min(24, "must have at least 24 characters").optional(),
  /** PEM of Clerk's public key: tokens are then verified without asking Clerk for its keys. */
  CLERK_JWT_KEY: z.string().optional(),
  CLERK_API_URL: httpUrl.optional(),
  CLERK_FAPI_URL: httpUrl.optional(),
  NEXT_PUBLIC_CLERK_PROXY_URL: z.union([httpUrl, z.string().startsWith("/")]).optional(),
  /** 1 lets a production start run on development keys; `npm run preview` and the end-to-end tests set it. */
  ALLOW_DEVELOPMENT_KEYS: flag,
  /** 1 takes bearer tokens that name no party (azp), as Clerk's Backend API makes them. Never cookies, never another party. */
  ALLOW_BEARER_WITHOUT_AZP: flag,
  /** Calls a minute that one person may make, and one address. */
  RATE_LIMIT_PERSON: limit.default(600),
  RATE_LIMIT_ADDRESS: limit.default(1200),
  /** How many proxies of one's own stand in front, each adding the address it heard from to x-forwarded-for. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Days for which the data of a deleted organization are kept, out of everybody's reach, before they are erased. */
  TENANT_HOLD_BACK_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = z.infer<typeof schema>;

/** Thrown at start; the message names every variable that is missing or malformed, and never a value. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** @throws EnvironmentError */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  // A variable that is set to nothing (`KEY=` in a file) is a missing one.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return given[name] === undefined
        ? `  ${name} is missing`
        : `  ${name} is malformed: ${issue.message}`;
    });
    throw new EnvironmentError(
      `The environment is not complete. See .env.example.\n${[...new Set(lines)].join("\n")}`,
    );
  }
  refuseDevelopmentKeys(parsed.data);
  return parsed.data;
}

function refuseDevelopmentKeys(env: Env): void {
  if (env.NODE_ENV !== "production" || env.ALLOW_DEVELOPMENT_KEYS) return;
  const faults: string[] = [];
  if (env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY.startsWith("pk_test_")) {
    faults.push("  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY is a development key (pk_test_)");
  }
  if (env.CLERK_SECRET_KEY.startsWith("sk_test_")) {
    faults.push("  CLERK_SECRET_KEY is a development key (sk_test_)");
  }
  for (const name of ["CLERK_API_URL", "CLERK_FAPI_URL", "NEXT_PUBLIC_CLERK_PROXY_URL"] as const) {
    const value = env[name];
    if (value && isLoopback(value)) faults.push(`  ${name} is on this machine (loopback)`);
  }
  if (isLoopback(`https://${keyHost(env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY)}`)) {
    faults.push("  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY names a Clerk on this machine (loopback)");
  }
  if (faults.length > 0) {
    throw new EnvironmentError(
      `A production start refuses development keys. Set the keys of your Clerk production instance, or ALLOW_DEVELOPMENT_KEYS=1 to try it out.\n${faults.join("\n")}`,
    );
  }
}

/** A publishable key is its Clerk's host and a "$", in base64. */
export function keyHost(publishableKey: string): string {
  const encoded = publishableKey.split("_")[2] ?? "";
  return Buffer.from(encoded, "base64").toString("utf8").replace(/\$$/, "");
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false; // A path of our own origin.
  const { hostname } = new URL(url);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    hostname === "0.0.0.0" ||
    hostname === "[::]" ||
    hostname.startsWith("127.")
  );
}

let parsed: Env | undefined;

/** The environment of this process, checked once. @throws EnvironmentError */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
