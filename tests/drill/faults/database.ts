import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Fault } from "../row.ts";
import type { Stack } from "../stack/start.ts";
import { withFullDisk } from "./full-disk.ts";

const terminate = async ({ database }: Stack): Promise<void> => {
  await database.sql(
    `SELECT pg_terminate_backend("pid") FROM "pg_stat_activity" WHERE "usename" = $1`,
    [database.loginRole],
  );
};

/** Lets Postgres itself raise an error in the midst of what is applied, as often as said. */
async function raising(
  { database }: Stack,
  state: string,
  times: number,
  run: () => Promise<void>,
): Promise<string> {
  // A sequence is not rolled back, so it counts what failed.
  await database.sql(`CREATE SEQUENCE "public"."drill_count"`);
  await database.sql(`GRANT USAGE ON SEQUENCE "public"."drill_count" TO PUBLIC`);
  await database.sql(`CREATE FUNCTION "public"."drill_raise"() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('"public"."drill_count"') <= ${times} THEN
        RAISE EXCEPTION 'raised by the drill' USING ERRCODE = '${state}';
      END IF;
      RETURN NEW;
    END $$`);
  const tables = ["User", "Membership", "EndedSession"];
  for (const table of tables) {
    await database.sql(
      `CREATE TRIGGER "drill_raise" BEFORE INSERT OR UPDATE ON "public"."${table}" FOR EACH ROW EXECUTE FUNCTION "public"."drill_raise"()`,
    );
  }
  await run();
  const [row] = await database.sql<{ count: string }>(
    `SELECT least("last_value", ${times})::text AS "count" FROM "public"."drill_count"`,
  );
  for (const table of tables)
    await database.sql(`DROP TRIGGER "drill_raise" ON "public"."${table}"`);
  await database.sql(`DROP FUNCTION "public"."drill_raise"()`);
  await database.sql(`DROP SEQUENCE "public"."drill_count"`);
  return `${row?.count ?? "0"} statements failed`;
}

const raised = (name: string, state: string, what: string): Fault => ({
  name,
  what: `${what} (SQLSTATE ${state}, raised by a trigger), 12 times`,
  run: ({ stack, change }) =>
    raising(stack, state, 12, async () => {
      await change();
      await stack.clerk.settled(30_000);
    }),
});

/** Holds a lock meanwhile, as a migration or a report may. */
async function locked(
  { database }: Stack,
  lock: string,
  forMs: number,
  run: () => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl() });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query(lock);
    await run();
    await sleep(forMs);
  } finally {
    await client.end();
  }
}

export const databaseFaults: readonly Fault[] = [
  {
    name: "database-stopped",
    what: "the database is stopped, and started again 1.5 s later",
    async run({ stack, change }) {
      await stack.database.stop();
      await change();
      await sleep(1_500);
      await stack.database.start();
      stack.wire.upstreamPort = stack.database.port();
    },
  },
  {
    name: "database-crashed",
    what: "one of its processes is killed -9; the database ends every connection and recovers",
    async run({ stack, change }) {
      const [backend] = await stack.database.sql<{ pid: number }>(
        `SELECT "pid" FROM "pg_stat_activity" WHERE "usename" = $1 LIMIT 1`,
        [stack.database.loginRole],
      );
      const changing = change();
      if (!backend) throw new Error("The application has no connection.");
      process.kill(backend.pid, "SIGKILL");
      await changing;
      await sleep(1_000);
      // It has recovered by itself. Whoever started it is held to be gone with the connections, so it is started anew.
      await stack.database.stop();
      await stack.database.start();
      stack.wire.upstreamPort = stack.database.port();
    },
  },
  {
    name: "database-slow",
    what: "every packet to and from the database takes 60 ms longer",
    async run({ stack, change }) {
      stack.wire.faults.delayMs = 60;
      await change();
      await sleep(1_500);
      stack.wire.faults.delayMs = 0;
    },
  },
  {
    name: "table-locked",
    what: "another transaction locks the people for 4 s, longer than lock_timeout (3 s)",
    async run({ stack, change }) {
      await locked(stack, `LOCK TABLE "public"."User" IN ACCESS EXCLUSIVE MODE`, 4_000, change);
    },
  },
  {
    name: "inbox-locked",
    what: "another transaction locks the inbox for 4 s",
    async run({ stack, change }) {
      const lock = `LOCK TABLE "public"."WebhookDelivery" IN ACCESS EXCLUSIVE MODE`;
      await locked(stack, lock, 4_000, change);
    },
  },
  {
    name: "pool-exhausted",
    what: "30 deliveries at once for a pool of 6, while the people are locked for 2 s",
    async run({ stack, change }) {
      await stack.clerk.webhooks({ concurrency: 30 });
      await locked(stack, `LOCK TABLE "public"."User" IN ACCESS EXCLUSIVE MODE`, 2_000, change);
    },
  },
  {
    name: "connections-refused",
    what: "the database has no connection left for the application (53300)",
    async run({ stack, change }) {
      const { database } = stack;
      await database.sql(`ALTER ROLE "${database.loginRole}" CONNECTION LIMIT 0`);
      await terminate(stack);
      await change();
      await sleep(1_000);
      await database.sql(`ALTER ROLE "${database.loginRole}" CONNECTION LIMIT -1`);
    },
  },
  {
    name: "password-changed",
    what: "the database refuses the application's password (28P01)",
    async run({ stack, change }) {
      const { database } = stack;
      await database.sql(`ALTER ROLE "${database.loginRole}" PASSWORD 'another'`);
      await terminate(stack);
      await change();
      await sleep(1_000);
      await database.restoreLogin();
    },
  },
  {
    name: "database-read-only",
    what: "the database takes no writes, as a replica after a failover (25006)",
    async run({ stack, change }) {
      const { database } = stack;
      const login = `ALTER ROLE "${database.loginRole}" IN DATABASE "${database.name}"`;
      await database.sql(`${login} SET default_transaction_read_only = on`);
      await terminate(stack);
      await change();
      await sleep(1_000);
      await database.sql(`${login} RESET default_transaction_read_only`);
      await terminate(stack);
    },
  },
  {
    name: "disk-full",
    what: "the disk under the inbox is full (53100)",
    run: ({ stack, change }) => withFullDisk(stack, change),
  },
  {
    name: "privilege-lost",
    what: "the sync may not write people any more (42501), as after a migration gone wrong",
    async run({ stack, change }) {
      await stack.database.sql(`REVOKE INSERT ON "public"."User" FROM gate_sync`);
      await change();
      await sleep(500);
      await stack.database.sql(`GRANT INSERT ON "public"."User" TO gate_sync`);
    },
  },
  {
    name: "table-missing",
    what: "the inbox is not there, as before its migration (42P01)",
    async run({ stack, change }) {
      await stack.database.sql(`ALTER TABLE "public"."WebhookDelivery" RENAME TO "Aside"`);
      await change();
      await sleep(500);
      await stack.database.sql(`ALTER TABLE "public"."Aside" RENAME TO "WebhookDelivery"`);
    },
  },
  raised("serialization-failure", "40001", "the database cannot serialize"),
  raised("out-of-memory", "53200", "the database is out of memory"),
  raised("statement-cancelled", "57014", "the database cancels the statement"),
  {
    name: "deadlock",
    what: "a real deadlock with another transaction (40P01)",
    async run({ stack, cast, change }) {
      const client = new pg.Client({ connectionString: stack.database.adminUrl() });
      await client.connect();
      try {
        // The application notices first, and is the one to be ended.
        await client.query("SET deadlock_timeout = '20s'");
        await client.query("BEGIN");
        await client.query(`SELECT FROM "public"."Organization" WHERE "id" = $1 FOR UPDATE`, [
          cast.organizationId,
        ]);
        await change();
        // By now the removal holds the person and waits for the organization.
        await sleep(150);
        await client.query(`SELECT FROM "public"."User" WHERE "id" = ANY($1) FOR UPDATE`, [
          cast.userIds,
        ]);
        await client.query("COMMIT");
      } finally {
        await client.end();
      }
      const [row] = await stack.database.sql<{ deadlocks: string }>(
        `SELECT "deadlocks"::text FROM "pg_stat_database" WHERE "datname" = $1`,
        [stack.database.name],
      );
      return `${row?.deadlocks ?? "0"} deadlocks`;
    },
  },
];
