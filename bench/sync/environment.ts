import { randomBytes } from "node:crypto";
import type { BenchDatabase } from "../support/database.ts";

/**
 * The environment of an application that runs within this process, as its login role. Nobody listens at the address of Clerk's API, unless
 * one is given. To be called before anything reads the environment, which is read once.
 */
export function useEnvironment(
  { loginUrl }: Pick<BenchDatabase, "loginUrl">,
  given: Readonly<Record<string, string>> = {},
): void {
  Object.assign(process.env, {
    APP_URL: "http://localhost:3000",
    ALLOW_DEVELOPMENT_KEYS: "1",
    DATABASE_URL: loginUrl,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_bG9jYWwuY2xlcmsuYWNjb3VudHMuZGV2JA==",
    CLERK_SECRET_KEY: "sk_test_bench",
    CLERK_API_URL: "http://127.0.0.1:1",
    CLERK_WEBHOOK_SIGNING_SECRET: `whsec_${randomBytes(24).toString("base64")}`,
    LOG_LEVEL: "error",
    ...given,
  });
}
