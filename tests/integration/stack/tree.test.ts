import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { startTree } from "../../../local/stack/tree.ts";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-tree-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { ...process.env };

/** A process with a child of its own, both deaf to SIGTERM when `deaf`; prints both numbers. */
function program(deaf: boolean): string {
  const path = join(folder, `program-${deaf ? "deaf" : "plain"}.mjs`);
  const ignore = deaf ? 'process.on("SIGTERM", () => undefined);' : "";
  const child = `${ignore} setInterval(() => undefined, 1000);`;
  writeFileSync(
    path,
    `import { spawn } from "node:child_process";
     ${ignore}
     const child = spawn(process.execPath, ["-e", ${JSON.stringify(child)}]);
     setTimeout(() => console.log(process.pid + " " + child.pid), 300);
     setInterval(() => undefined, 1000);`,
  );
  return path;
}

async function start(deaf: boolean) {
  let numbers: number[] = [];
  const tree = startTree({
    args: [program(deaf)],
    cwd: folder,
    env,
    onLine: (line) => {
      numbers = line.split(" ").map(Number);
    },
  });
  await vi.waitFor(() => expect(numbers).toHaveLength(2), 10_000);
  expect(numbers.map(isAlive)).toEqual([true, true]);
  return { tree, numbers };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie waits for a parent that reads its end: it is as good as gone.
  return process.platform !== "linux" || !/^\d+ \(.*\) Z/.test(statOf(pid));
}

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "0 (gone) Z";
  }
}

test("stopping ends a process and what it started", async () => {
  const { tree, numbers } = await start(false);
  await tree.stop();
  await vi.waitFor(() => expect(numbers.map(isAlive)).toEqual([false, false]));
});

test("and does not wait for one that does not listen", async () => {
  const { tree, numbers } = await start(true);
  const since = Date.now();
  await tree.stop(300);
  expect(Date.now() - since).toBeLessThan(3_000);
  await vi.waitFor(() => expect(numbers.map(isAlive)).toEqual([false, false]));
});

test("a process that ends by itself tells how, with its last lines", async () => {
  const code = 'console.log("first"); console.error("last"); process.exit(3)';
  const tree = startTree({ args: ["-e", code], cwd: folder, env });
  expect(await tree.exited).toEqual({ code: 3, signal: null });
  expect([...tree.lastLines()].sort()).toEqual(["first", "last"]);
});

test("when whoever started it is killed, the tree goes too", async () => {
  const starter = join(folder, "starter.mts");
  const module = join(import.meta.dirname, "../../../local/stack/tree.ts");
  writeFileSync(
    starter,
    `import { startTree } from ${JSON.stringify(module)};
     startTree({ args: [${JSON.stringify(program(true))}], cwd: ${JSON.stringify(folder)}, env: process.env,
       onLine: (line) => console.log(line) });`,
  );
  const child = spawn(process.execPath, ["--import", "tsx", starter], {
    cwd: join(import.meta.dirname, "../../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const numbers = await new Promise<number[]>((resolve) => {
    child.stdout.once("data", (data: Buffer) =>
      resolve(data.toString().trim().split(" ").map(Number)),
    );
  });
  expect(numbers.map(isAlive)).toEqual([true, true]);
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(numbers.map(isAlive)).toEqual([false, false]), 5_000);
});
