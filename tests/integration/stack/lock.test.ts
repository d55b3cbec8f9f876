import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AlreadyRunning, findHolder, takeLock } from "../../../local/stack/lock.ts";
import { InUse, resetData } from "../../../local/stack/reset.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a second start learns where the first one is", () => {
  const lock = takeLock(folder);
  expect(() => takeLock(folder)).toThrow(AlreadyRunning);
  expect(() => takeLock(folder)).toThrow("already being started here");
  lock.announce("http://localhost:3009");
  expect(() => takeLock(folder)).toThrow("http://localhost:3009");
  lock.release();
  takeLock(folder).release();
});

test("a lock of a process that is gone is ignored", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeLock({ pid, startedAt: Date.now(), url: null });
  expect(findHolder(folder)).toBeNull();
  takeLock(folder).release();
});

test("so is one whose process number another program has been given since", async () => {
  const other = spawn("sleep", ["20"]);
  try {
    writeLock({ pid: other.pid, startedAt: Date.now(), url: "http://localhost:3000" });
    expect(findHolder(folder)).toBeNull();
  } finally {
    other.kill();
  }
});

test("so is one from before the machine was started, and one that was never written whole", () => {
  writeLock({ pid: process.pid, startedAt: 1_000, url: null });
  expect(findHolder(folder)).toBeNull();
  writeFileSync(join(folder, "running.json"), '{"pid":');
  expect(findHolder(folder)).toBeNull();
  takeLock(folder).release();
});

test("a reset refuses while somebody works with the data, and removes them afterwards", async () => {
  const lock = takeLock(folder);
  lock.announce("http://localhost:3009");
  await expect(resetData(folder)).rejects.toThrow(InUse);
  await expect(resetData(folder)).rejects.toThrow("http://localhost:3009");
  lock.release();
  expect(await resetData(folder)).toBe("removed");
  expect(await resetData(folder)).toBe("absent");
});

function writeLock(holder: unknown): void {
  writeFileSync(join(folder, "running.json"), JSON.stringify(holder));
}
