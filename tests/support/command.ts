import { spawn } from "node:child_process";
import { once } from "node:events";
import { root } from "./project.ts";

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs Node with these arguments to its end, in the project's folder or another. */
export async function runNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd = root,
): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...environment } });
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => (out += String(text)));
  child.stderr.on("data", (text) => (err += String(text)));
  const [code] = (await once(child, "close")) as [number | null]; // what "close" is emitted with
  return { code, out, err };
}
