import pg from "pg";
import { CommandError } from "./failure.ts";

/** "gate" and "mig": any two numbers that nobody else uses. */
const LOCK = [0x67617465, 0x6d6967] as const;
const OLDEST = 16;

/** `variable` is where the address came from, for who has to correct it. */
export async function connectOwner(
  ownerUrl: string,
  variable = "DATABASE_OWNER_URL",
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "gatehouse-db",
    connectionTimeoutMillis: 15_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await checkServer(client);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    if (error instanceof CommandError) throw error;
    const { hostname, port, pathname } = new URL(ownerUrl);
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new CommandError(
      `Cannot connect to the database ${pathname.slice(1)} on ${hostname}:${port || "5432"} (${variable}): ${reason}`,
    );
  }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; name: string }>(
    "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS name",
  );
  if (Math.floor(Number(rows[0]?.number) / 10_000) < OLDEST) {
    throw new CommandError(
      `PostgreSQL ${OLDEST} or later is needed (membership of a role without inheriting from it); this is ${rows[0]?.name ?? "unknown"}.`,
    );
  }
}

/**
 * One deployer at a time. The lock is held by a connection of its own, so a migration that ends its own transaction
 * does not give it away, and a deployer that is killed does.
 */
export async function withLock<T>(
  ownerUrl: string,
  onProgress: ((text: string) => void) | undefined,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connectOwner(ownerUrl);
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_lock($1, $2) AS locked",
      [...LOCK],
    );
    if (!rows[0]?.locked) {
      onProgress?.("another deployment of this database is under way; waiting for it to end …");
      // A statement_timeout of the role is for statements, not for waiting our turn.
      await client.query("SET statement_timeout = 0");
      await client.query("SET lock_timeout = 0");
      await client.query("SELECT pg_advisory_lock($1, $2)", [...LOCK]);
    }
    return await work(client);
  } finally {
    await client.end();
  }
}
