import { expect, test } from "vitest";
import { readChange, type Change } from "@/src/server/change/change";
import { ChangeHub } from "@/src/server/change/hub";
import type { Watch, Watched } from "@/src/server/change/watch";

const tasks: Watched = { userId: "user_1", organizationId: "org_1", models: ["task"] };
const change = (told: string): Change => {
  const read = readChange(told);
  if (!read) throw new Error(`${told} is no change.`);
  return read;
};

/** Whether a watch has something to look at, without waiting for it. */
async function isWoken(watch: Watch): Promise<boolean> {
  let woken = false;
  void watch.wait(60_000).then(() => (woken = true));
  await new Promise((resolve) => setImmediate(resolve));
  watch.wake(); // Ends the wait, heard or not.
  const before = woken;
  await new Promise((resolve) => setImmediate(resolve));
  return before;
}

test.each([
  ["task org_1 ", true],
  ["task org_2 ", false],
  ["project org_1 ", false],
  ["membership org_1 user_1", true],
  ["membership org_1 user_2", false],
  ["membership org_2 user_1", false],
  ["user  user_1", true],
  ["user  user_2", false],
  ["endedSession  user_1", true],
  ["endedSession  user_2", false],
  ["organization org_1 ", true],
  ["organization org_2 ", false],
])("a stream of tasks hears of “%s”: %s", async (told, heard) => {
  const hub = new ChangeHub();
  const watch = hub.watch(tasks);
  hub.tell(change(told));
  expect(await isWoken(watch)).toBe(heard);
});

test("what is none of ours is no change", () => {
  for (const told of ["", " ", "nonsense", "toString org_1 ", "task\torg_1"])
    expect(readChange(told)).toBeNull();
});

test("a position changes with its own organization's rows of its models, and with no others", () => {
  const hub = new ChangeHub();
  const at = () => hub.positionOf(tasks);
  const before = at();
  for (const told of ["task org_2 ", "project org_1 ", "user  user_1"]) hub.tell(change(told));
  expect(at()).toBe(before);
  hub.tell(change("task org_1 "));
  const after = at();
  expect(after).not.toBe(before);
  hub.tell(change("task org_1 "));
  expect([before, after]).not.toContain(at());
  expect(hub.positionOf({ ...tasks, models: ["project", "task"] })).toContain(at());
});

test("a position says nothing of how much others change", () => {
  const [quiet, busy] = [new ChangeHub(), new ChangeHub()];
  for (let count = 0; count < 1000; count += 1) busy.tell(change("task org_2 "));
  for (const hub of [quiet, busy]) hub.tell(change("task org_1 "));
  expect(quiet.positionOf(tasks)).toHaveLength(busy.positionOf(tasks).length);
  expect(new ChangeHub().positionOf(tasks)).not.toBe(new ChangeHub().positionOf(tasks));
});

test("after a gap everything counts as changed, and every stream looks", async () => {
  const hub = new ChangeHub();
  hub.tell(change("task org_1 "));
  const [before, watch] = [hub.positionOf(tasks), hub.watch(tasks)];
  hub.tellGap();
  expect(hub.positionOf(tasks)).not.toBe(before);
  expect(await isWoken(watch)).toBe(true);
});

test("what is forgotten counts as changed, and memory is bounded", () => {
  const hub = new ChangeHub();
  const never = hub.positionOf(tasks);
  hub.tell(change("task org_1 "));
  const known = hub.positionOf(tasks);
  for (let count = 0; count < 10_001; count += 1) hub.tell(change(`task org_other${count} `));
  expect([never, known]).not.toContain(hub.positionOf(tasks));
});

test("a stream that was closed is counted no more, and an ended one waits for nothing", async () => {
  const hub = new ChangeHub();
  const [one, two] = [hub.watch(tasks), hub.watch({ ...tasks, userId: "user_2" })];
  expect([hub.size, hub.countOf("user_1"), hub.countOf("user_3")]).toEqual([2, 1, 0]);
  one.close();
  expect([hub.size, hub.countOf("user_1")]).toEqual([1, 0]);
  hub.endAll();
  await two.wait(60_000);
  expect([one.ended, two.ended]).toEqual([false, true]);
});

test("a wait ends with its time, and with the connection", async () => {
  const watch = new ChangeHub().watch(tasks);
  await watch.wait(5);
  const gone = new AbortController();
  const waiting = watch.wait(60_000, gone.signal);
  gone.abort();
  await waiting;
  await watch.wait(60_000, gone.signal);
});
