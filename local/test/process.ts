import { spawn } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

/** Whether a part's lines are shown as it writes them, or together when it has ended: two at once could not be read. */
export type Output = "live" | "kept";

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** npm names its own file to the scripts that it runs; so no shell is needed, nor npm's name on Windows. */
export function runNpm(args: readonly string[], output: Output): Promise<number> {
  const npm = process.env["npm_execpath"];
  return npm
    ? runNode([npm, ...args], output)
    : run("npm", args, output, process.platform === "win32");
}

/** The exit code. */
export function runNode(args: readonly string[], output: Output): Promise<number> {
  return run(process.execPath, args, output, false);
}

function run(
  command: string,
  args: readonly string[],
  output: Output,
  shell: boolean,
): Promise<number> {
  return new Promise((resolve) => {
    const kept: string[] = [];
    const stdio = output === "live" ? "inherit" : "pipe";
    const child = spawn(command, args, { cwd: root, stdio: ["inherit", stdio, stdio], shell });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => kept.push(text));
    }
    child.once("error", (error) => {
      print(error.message);
      resolve(1);
    });
    child.once("close", (code) => {
      if (kept.length > 0) print(kept.join("").trimEnd());
      resolve(code ?? 1);
    });
  });
}
