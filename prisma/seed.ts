// Fills an empty installation with the example's people and work. It goes in by the real paths: people and organizations
// through Clerk's Backend API, work through the procedures, as the person who does it. Run again it adds what is missing.
import { createClerkClient } from "@clerk/backend";
import { openCallers } from "../local/seed/callers.ts";
import { fillWork } from "../local/seed/fill.ts";
import { seedPeople } from "../local/seed/people.ts";
import { env } from "@/src/env";
import { closeDatabase } from "@/src/server/db/database";

const { CLERK_SECRET_KEY, CLERK_API_URL, APP_URL } = env();
const appUrl = APP_URL[0];
if (!appUrl) throw new Error("APP_URL is empty");
if (!CLERK_SECRET_KEY.startsWith("sk_test_")) {
  throw new Error(
    "The seed makes accounts with a known password; it does not go into a production instance of Clerk.",
  );
}

const clerk = createClerkClient({
  secretKey: CLERK_SECRET_KEY,
  apiUrl: CLERK_API_URL,
  telemetry: { disabled: true },
});
console.log("people and organizations");
const directory = await seedPeople(clerk);
if (!process.argv.includes("--people-only")) {
  console.log("projects, tasks and posts");
  const callers = openCallers(clerk, directory, appUrl);
  await fillWork(callers);
  await callers.close();
  await closeDatabase();
}
