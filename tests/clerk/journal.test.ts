import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../local/clerk/store.ts";
import { temporaryFolder } from "./start.ts";

const MEGABYTE = 1024 * 1024;

test("is written anew while running, once most of it is history; nothing is lost by that", async () => {
  const path = join(temporaryFolder(), "state.jsonl");
  const store = openStore(path);
  const settings = (id: string, size: number) =>
    store.settings.put({ id, value: { text: id.padEnd(size, "x") } });
  for (let number = 0; number < 1000; number++) settings(`kept ${number}`, 2000);
  let largest = 0;
  for (let round = 0; round < 60; round++) {
    for (let number = 0; number < 500; number++) settings("changing", 2000 + round);
    await Promise.resolve();
    largest = Math.max(largest, statSync(path).size);
  }
  // 62 MB were written in all; 2 MB of it live.
  expect(largest).toBeGreaterThan(15 * MEGABYTE);
  expect(largest).toBeLessThan(18 * MEGABYTE);
  store.settings.delete("kept 0");
  store.flush();

  const again = openStore(path);
  expect(again.settings.size).toBe(1000);
  expect(again.settings.get("kept 0")).toBeUndefined();
  expect(again.settings.get("kept 999")).toEqual(store.settings.get("kept 999"));
  expect(again.settings.get("changing")).toEqual(store.settings.get("changing"));
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(1001);
});
