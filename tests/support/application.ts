import { afterAll, beforeAll } from "vitest";
import { closeDatabase } from "@/src/server/db/database";
import { environment } from "./environment.ts";
import { createTestDatabase, type TestDatabase } from "./postgres.ts";

/**
 * Gives the test file a database of its own, with every migration, and points the application's own pool at it as the
 * restricted login role.
 */
export function useApplication(
  variables: Readonly<Record<string, string>> = {},
): () => TestDatabase {
  let testDatabase: TestDatabase | undefined;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    Object.assign(process.env, environment, variables, {
      DATABASE_URL: testDatabase.loginUrl,
    });
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
