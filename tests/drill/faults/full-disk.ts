import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Stack } from "../stack/start.ts";

/**
 * Runs while the disk that holds the inbox is full: a real one, small, where we may mount one, and otherwise an error
 * of the same code, raised by a trigger. Says which.
 */
export async function withFullDisk(stack: Stack, run: () => Promise<void>): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "gatehouse-drill-disk-"));
  const [inbox] = await stack.database.sql<{ bytes: string }>(
    `SELECT pg_total_relation_size('"public"."WebhookDelivery"')::text AS "bytes"`,
  );
  const mounted = mount(folder, 4 + Math.ceil((2 * Number(inbox?.bytes)) / 1e6));
  try {
    return mounted ? await onFullDisk(stack, folder, run) : await asIfFull(stack, run);
  } finally {
    if (mounted) execFileSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function mount(folder: string, megabytes: number): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    const options = `size=${megabytes}m,mode=777`;
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function onFullDisk(
  { database, clerk }: Stack,
  folder: string,
  run: () => Promise<void>,
): Promise<string> {
  const inbox = `"public"."WebhookDelivery"`;
  const ballast = `"public"."drill_ballast"`;
  await database.sql(`CREATE TABLESPACE "drill_disk" LOCATION '${folder}'`);
  try {
    await database.sql(`ALTER TABLE ${inbox} SET TABLESPACE "drill_disk"`);
    await database.sql(`CREATE TABLE ${ballast} ("text" text) TABLESPACE "drill_disk"`);
    await database.sql(`ALTER TABLE ${ballast} ALTER COLUMN "text" SET STORAGE PLAIN`);
    // One page of 8 kB each: first many at once, and at the end one by one.
    for (const pages of [64, 8, 1]) {
      const fill = `INSERT INTO ${ballast} SELECT repeat('x', 7000) FROM generate_series(1, ${pages})`;
      while (await database.sql(fill).then(() => true, isNotFull));
    }
    await run();
    await sleep(800);
    const stuck = (await clerk.deliveriesSince(0)).filter(({ status }) => status === "pending");
    await database.sql(`DROP TABLE ${ballast}`);
    await clerk.settled(30_000);
    return `a real disk; ${stuck.length} deliveries waited for room`;
  } finally {
    await database.sql(`DROP TABLE IF EXISTS ${ballast}`);
    await database.sql(`ALTER TABLE ${inbox} SET TABLESPACE pg_default`);
    await database.sql(`DROP TABLESPACE "drill_disk"`);
    // Or a recovery would ask for the folder.
    await database.sql("CHECKPOINT");
  }
}

function isNotFull(error: unknown): boolean {
  if (error instanceof pg.DatabaseError && error.code === "53100") return false;
  throw error;
}

async function asIfFull({ database }: Stack, run: () => Promise<void>): Promise<string> {
  await database.sql(`CREATE FUNCTION "public"."drill_full"() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'raised by the drill' USING ERRCODE = '53100'; END $$`);
  await database.sql(
    `CREATE TRIGGER "drill_full" BEFORE INSERT ON "public"."WebhookDelivery" FOR EACH ROW EXECUTE FUNCTION "public"."drill_full"()`,
  );
  await run();
  await sleep(1_000);
  await database.sql(`DROP TRIGGER "drill_full" ON "public"."WebhookDelivery"`);
  await database.sql(`DROP FUNCTION "public"."drill_full"()`);
  return "raised by a trigger: no disk can be mounted here";
}
