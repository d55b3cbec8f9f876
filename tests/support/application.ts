import { afterAll, beforeAll } from "vitest";
import { closeDatabase } from "@/src/server/db/database";
import { createTestDatabase, type TestDatabase } from "./postgres.ts";

/** Environment of an application under test; the database's address is added. */
const environment = {
  APP_URL: "http://localhost:3000",
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_bG9jYWwuY2xlcmsuYWNjb3VudHMuZGV2JA==",
  CLERK_SECRET_KEY: "sk_test_integration",
  CLERK_WEBHOOK_SIGNING_SECRET: "whsec_aW50ZWdyYXRpb24tdGVzdHMtb25seQ==",
  DATABASE_POOL_MAX: "8",
  LOG_LEVEL: "silent",
};

/**
 * Gives the test file a database of its own, with every migration, and points the application's own pool at it as the
 * restricted login role.
 */
export function useApplication(): () => TestDatabase {
  let testDatabase: TestDatabase | undefined;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    Object.assign(process.env, environment, { DATABASE_URL: testDatabase.loginUrl });
  });
  afterAll(async () => {
    await closeDatabase();
    await testDatabase?.drop();
  });
  return () => {
    if (!testDatabase) throw new Error("The test database exists from beforeAll on.");
    return testDatabase;
  };
}
