import { startTestPostgres } from "./postgres.ts";

/** One PostgreSQL for the run; each test file makes a database of its own in it. */
export default async function setup(): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  return () => postgres.stop();
}
