import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import type { Progress } from "./start.ts";
import type { Part } from "./failure.ts";

type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** Whether lines can be drawn over and coloured. */
  readonly rich: boolean;
  style(style: Style, text: string): string;
  /** Writes a line above whatever is being drawn. */
  line(text?: string): void;
  /** Shows what is being done, with the time it takes. */
  progress(progress: Progress): void;
  /** Ends what is being drawn. */
  settle(): void;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 120;
const PART_WIDTH = 13;

/** Plain lines where the output is no terminal, or NO_COLOR asks for them. */
export function openTerminal(out: WriteStream): Terminal {
  const rich = out.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
  const style = (name: Style, text: string): string =>
    rich ? styleText(name, text, { validateStream: false }) : text;
  let current: { part: Part; text: string; since: number } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let frame = 0;

  const erase = (): void => {
    if (rich && timer) out.write("\r\u001b[2K");
  };
  const draw = (): void => {
    if (!current) return;
    const sign = frames[frame++ % frames.length] ?? "";
    const words = `  ${sign} ${current.part.padEnd(PART_WIDTH)} ${current.text}`;
    const time = seconds(current.since);
    // A longer line would wrap, and the next frame could not be drawn over it.
    const room = Math.max(20, out.columns - time.length - 3);
    out.write(`\r\u001b[2K${words.slice(0, room)} ${style("dim", time)}`);
  };
  const rest = (): void => {
    erase();
    if (timer) clearInterval(timer);
    timer = null;
  };
  const line = (text = ""): void => {
    erase();
    out.write(`${text}\n`);
    if (timer) draw();
  };

  return {
    rich,
    style,
    line,
    settle() {
      rest();
      current = null;
    },
    progress({ part, text, done }) {
      const since = current?.part === part ? current.since : Date.now();
      if (done) {
        rest();
        current = null;
        line(
          `  ${style("green", "✓")} ${part.padEnd(PART_WIDTH)} ${text} ${style("dim", seconds(since))}`,
        );
      } else if (rich) {
        current = { part, text, since };
        timer ??= setInterval(draw, FRAME_MS);
        draw();
      } else {
        current = { part, text, since };
        line(`    ${part.padEnd(PART_WIDTH)} ${text} …`);
      }
    },
  };
}

export function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
