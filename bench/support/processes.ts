import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Ticks of the kernel's clock in a second, in which /proc counts. */
const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

interface Entry {
  readonly parent: number;
  readonly seconds: number;
  readonly rssBytes: number;
}

/** The processor time that a process and all that it started have used so far, seconds. Linux alone. */
export function cpuSeconds(pid: number): number {
  return sum(pid, ({ seconds }) => seconds);
}

/** The memory that a process and all that it started hold now, bytes. */
export function residentBytes(pid: number): number {
  return sum(pid, ({ rssBytes }) => rssBytes);
}

function sum(root: number, of: (entry: Entry) => number): number {
  const all = readAll();
  let total = 0;
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const entry = all.get(pid);
    if (entry) total += of(entry);
    for (const [child, { parent }] of all) if (parent === pid) waiting.push(child);
  }
  return total;
}

function readAll(): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // After the command's name, which stands in parentheses and may hold anything; see proc(5).
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const seconds = (Number(fields[11]) + Number(fields[12])) / ticks;
      // Counted in pages of 4 KiB.
      const rssBytes = Number(fields[21]) * 4096;
      entries.set(Number(name), { parent: Number(fields[1]), seconds, rssBytes });
    } catch {
      // It ended between the two.
    }
  }
  return entries;
}
