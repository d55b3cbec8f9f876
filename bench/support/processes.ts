import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Ticks of the kernel's clock in a second, in which /proc/PID/stat counts. */
const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

interface Entry {
  readonly parent: number;
  readonly own: number;
  readonly ended: number;
  readonly rssBytes: number;
}

/**
 * The processor time that a process and all that it started have used so far, seconds; that of its children which have ended too,
 * for a pool's connections come and go. Linux alone.
 */
export function cpuSeconds(pid: number): number {
  // A tick is ten milliseconds, and each of a database's many processes loses up to one: the scheduler's own count loses none.
  // It knows nothing of threads that have ended, so the greater counts; neither ever falls.
  return sum(pid, ({ own, ended }, each) => Math.max(own, scheduledSeconds(each)) + ended);
}

/** The memory that a process and all that it started hold now, bytes. */
export function residentBytes(pid: number): number {
  return sum(pid, ({ rssBytes }) => rssBytes);
}

/** The files and sockets that a process and all that it started have open. */
export function openFiles(pid: number): number {
  return sum(pid, (_entry, of) => {
    try {
      return readdirSync(`/proc/${of}/fd`).length;
    } catch {
      return 0; // It ended between the two.
    }
  });
}

function sum(root: number, of: (entry: Entry, pid: number) => number): number {
  const all = readAll();
  let total = 0;
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const entry = all.get(pid);
    if (entry) total += of(entry, pid);
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
      const counted = (first: number): number =>
        (Number(fields[first]) + Number(fields[first + 1])) / ticks;
      // Counted in pages of 4 KiB.
      const rssBytes = Number(fields[21]) * 4096;
      const parent = Number(fields[1]);
      entries.set(Number(name), { parent, own: counted(11), ended: counted(13), rssBytes });
    } catch {
      // It ended between the two.
    }
  }
  return entries;
}

/** The time of a process's threads, to the nanosecond; 0 where the kernel does not say. */
function scheduledSeconds(pid: number): number {
  let total = 0;
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const text = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8");
      total += Number(text.split(" ", 1)[0]) / 1e9;
    }
  } catch {
    // It ended, or the kernel keeps no such count.
  }
  return total;
}
