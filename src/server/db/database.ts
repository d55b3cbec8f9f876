import { env } from "@/src/env";
import { stopListening } from "./listen";
import { openDatabase, type Database } from "./prisma";

// In development the modules of a page are loaded again at each change; one pool must outlive them.
const holder: typeof globalThis & { gatehouseDatabase?: Database } = globalThis;

/** The process's one database, opened at first use. @throws EnvironmentError */
export function database(): Database {
  holder.gatehouseDatabase ??= openDatabase({
    connectionString: env().DATABASE_URL,
    max: env().DATABASE_POOL_MAX,
    namedStatements: env().DATABASE_NAMED_STATEMENTS,
  });
  return holder.gatehouseDatabase;
}

export async function closeDatabase(): Promise<void> {
  await stopListening();
  await holder.gatehouseDatabase?.close();
  holder.gatehouseDatabase = undefined;
}
