import { closeDatabase, database } from "../../src/server/db/database.ts";

/**
 * Points the application's own pool, in this process, at a database, as the restricted login role; for what is measured
 * without HTTP. The keys are placeholders: nothing here asks Clerk.
 */
export async function openApplication(loginUrl: string, connections: number) {
  Object.assign(process.env, {
    APP_URL: "http://localhost:3000",
    DATABASE_URL: loginUrl,
    DATABASE_POOL_MAX: String(connections),
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_bG9jYWwuY2xlcmsuYWNjb3VudHMuZGV2JA==",
    CLERK_SECRET_KEY: "sk_test_bench",
    CLERK_WEBHOOK_SIGNING_SECRET: "whsec_YmVuY2htYXJrcy1vbmx5LW5vLXNlY3JldC1hdC1hbGw=",
    ALLOW_DEVELOPMENT_KEYS: "1",
    LOG_LEVEL: "silent",
  });
  await database().pool.check();
  return { close: closeDatabase };
}
