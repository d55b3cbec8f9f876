import { z } from "zod";
import type { Terminal } from "./terminal.ts";

const levels: Readonly<Record<number, string>> = {
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};
const LogLine = z.looseObject({ level: z.number(), msg: z.string().optional() });
const Fault = z.looseObject({ stack: z.string().optional(), message: z.string().optional() });

/** Prefixes a part's line, and turns the application's log (JSON) into words. */
export function formatLine(
  terminal: Pick<Terminal, "style">,
  source: string,
  line: string,
): string {
  const prefix = terminal.style("dim", `${source.padEnd(6)}│`);
  return `${prefix} ${readable(terminal, line)}`;
}

function readable(terminal: Pick<Terminal, "style">, line: string): string {
  const parsed = parseLog(line);
  if (!parsed) return line;
  const { level, msg, time: _, error, ...rest } = parsed;
  const name = levels[level] ?? String(level);
  const coloured =
    level >= 50 ? terminal.style("red", name) : level >= 40 ? terminal.style("yellow", name) : name;
  const details = Object.entries(rest)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const fault = Fault.safeParse(error);
  const trace = fault.success ? (fault.data.stack ?? fault.data.message) : undefined;
  const head = [coloured, msg, terminal.style("dim", details.join(" "))].filter(Boolean).join(" ");
  return trace ? `${head}\n${trace}` : head;
}

function parseLog(line: string): z.infer<typeof LogLine> | null {
  if (!line.startsWith('{"level":')) return null;
  try {
    return LogLine.parse(JSON.parse(line));
  } catch {
    return null; // It only looked like one.
  }
}
