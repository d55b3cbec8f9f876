import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { removePlace } from "../postgres/place.ts";
import { startLocalPostgres } from "../postgres/server.ts";
import { findHolder, type Holder } from "./lock.ts";

/** Somebody works with the data: throwing them away would pull the floor from under them. */
export class InUse extends Error {
  override readonly name = "InUse";
}

/**
 * Throws a data folder away, with what PostgreSQL had to keep elsewhere. Never touches a database of one's own.
 * @throws InUse
 */
export async function resetData(dataDir: string): Promise<"removed" | "absent"> {
  if (!existsSync(dataDir)) return "absent";
  const folders = readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(dataDir, entry.name));
  for (const folder of [dataDir, ...folders]) {
    const holder = findHolder(folder);
    if (holder) throw new InUse(describe(holder));
  }
  const databases = [...folders, ...folders.map((folder) => join(folder, "postgres"))].filter(
    isDatabase,
  );
  for (const database of databases) await endLeftover(database);
  for (const database of databases) await removePlace(database);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  return "removed";
}

function describe({ url, pid }: Holder): string {
  return `Gatehouse is running${url ? ` at ${url}` : ""} (process ${pid}). Stop it first, with Ctrl-C in its terminal.`;
}

function isDatabase(folder: string): boolean {
  return existsSync(join(folder, "PG_VERSION")) || existsSync(join(folder, "moved-to"));
}

/** A server that outlived its starter still writes into the folder. Starting takes it over, if nobody else has it. */
async function endLeftover(database: string): Promise<void> {
  if (!existsSync(join(database, "postmaster.pid")) && !existsSync(join(database, "moved-to")))
    return;
  try {
    const server = await startLocalPostgres({ dataDir: database, port: 54_400 });
    await server.stop();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("Another process")) {
      throw new InUse(error.message);
    }
    // A database that does not start any more is what one resets for.
  }
}
