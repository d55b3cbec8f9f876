import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client";
import { ScopedPool, type PoolOptions } from "./pool";

/** The raw client and its pool. Neither leaves src/server/db; lint keeps the wall, and without a scope neither sends anything. */
export interface Database {
  readonly pool: ScopedPool;
  readonly prisma: PrismaClient;
  close(): Promise<void>;
}

export function openDatabase(options: PoolOptions): Database {
  const pool = new ScopedPool(options);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    // The other formats print a call's arguments, and with them what people wrote, into errors and so into logs.
    errorFormat: "minimal",
  });
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
