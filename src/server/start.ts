import { env, EnvironmentError } from "@/src/env";
import { changes } from "@/src/server/change/open";
import { UnsafeDatabase } from "@/src/server/db/check";
import { database } from "@/src/server/db/database";
import { watchPeers } from "@/src/server/http/peer";
import { log } from "@/src/server/log";

/**
 * Checks the environment and the database before anything is served. A fault ends the process and says why. A database that
 * is merely away does not: every request repeats the check, and is refused (503) until it passes.
 */
export async function startServing(): Promise<void> {
  watchPeers();
  // Whoever ends the process waits for what is being answered, and a stream is answered for as long as its token lives.
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => changes().endAll());
  try {
    env();
    await database().pool.check();
  } catch (error) {
    if (error instanceof EnvironmentError || error instanceof UnsafeDatabase) {
      process.stderr.write(`\n${error.message}\n`);
      process.exit(1);
    }
    log.warn({ error }, "the database cannot be reached yet");
  }
}
