import { z } from "zod";
import { livenessPath } from "./next.ts";
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

export interface Output {
  take(source: string, line: string): void;
  /** From now on lines are shown; of those that starting wrote, warnings and errors. */
  open(): void;
  /** While everything stops, each part complains of the others. */
  close(): void;
}

export function makeOutput(terminal: Terminal): Output {
  let opened = false;
  const held: string[] = [];
  return {
    open: () => {
      opened = true;
      for (const line of held.splice(0)) terminal.line(line);
    },
    close: () => {
      opened = false;
    },
    take(source, line) {
      const text = line.replace(cursorMoves, "");
      if (text.trim() === "" || machineTraffic.test(text)) return;
      if (opened) terminal.line(formatLine(terminal, source, text));
      else if (trouble.test(text)) held.push(formatLine(terminal, source, text));
    },
  };
}

/** Our own questions, and deliveries that went well: the first start has dozens. */
const machineTraffic = new RegExp(
  `GET ${livenessPath}|(Compiling|Compiled) ${livenessPath}|POST /api/webhooks/clerk 200`,
);

/** A warning or worse of the application's log, and Next's own sign for an error. */
const trouble = /^\{"level":[4-6]0|⨯/;

/** Next hides and shows the cursor of a terminal that it takes for its own. */
const cursorMoves = /\u001b\[\?25[hl]/g;
