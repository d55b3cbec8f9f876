import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const run = promisify(execFile);
const tsc = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");

export interface Diagnostics {
  /** Seconds. */
  readonly check: number;
  readonly total: number;
  readonly memoryBytes: number;
  readonly instantiations: number;
}

/** What `tsc --noEmit` does with the folder, from nothing, in a process of its own. @throws with what it reports, if anything */
export async function typeCheck(folder: string): Promise<Diagnostics> {
  const args = [tsc, "--noEmit", "--extendedDiagnostics", "-p", folder];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 26 }).catch(
    (error: unknown) => {
      const said = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
      throw new Error(`${folder} does not compile:\n${said.slice(0, 3000)}`, { cause: error });
    },
  );
  const read = (name: string): number => {
    const figure = new RegExp(`^${name}: +([\\d.]+)`, "m").exec(stdout)?.[1];
    if (figure === undefined) throw new Error(`The compiler tells no ${name}.`);
    return Number(figure);
  };
  return {
    check: read("Check time"),
    total: read("Total time"),
    memoryBytes: read("Memory used") * 1024,
    instantiations: read("Instantiations"),
  };
}
