import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";

const HEADING = "# The local Clerk of this machine; keep this file out of version control.";

export interface MergedEnv {
  readonly text: string;
  /** Variables that the file gives another value. */
  readonly differing: readonly string[];
}

/** An env file's text with these variables in it. Every other line stays as it is, and in its place. */
export function mergeEnv(text: string, variables: Readonly<Record<string, string>>): MergedEnv {
  const lines = text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);
  const differing: string[] = [];
  const missing: string[] = [];
  for (const [name, value] of Object.entries(variables)) {
    const wanted = `${name}=${quote(value)}`;
    const at = lines.findIndex((line) => nameIn(line) === name);
    const old = lines[at];
    if (old === undefined) {
      missing.push(wanted);
    } else if (!isWhole(old)) {
      throw new Error(`${name} has a value of several lines there; take it out by hand first.`);
    } else if (old !== wanted) {
      differing.push(name);
      lines[at] = wanted;
    }
  }
  if (missing.length > 0) {
    if (lines.length > 0) lines.push("");
    lines.push(HEADING, ...missing);
  }
  return { text: `${lines.join("\n")}\n`, differing };
}

/**
 * Writes them into the file, readable by its owner only, because some are secret.
 * @returns whether it was written: `allow` may refuse that other values are replaced.
 */
export async function writeEnvFile(
  path: string,
  variables: Readonly<Record<string, string>>,
  allow: (differing: readonly string[]) => Promise<boolean>,
): Promise<boolean> {
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const { text, differing } = mergeEnv(before, variables);
  if (differing.length > 0 && !(await allow(differing))) return false;
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
  return true;
}

/** In double quotes line breaks are written as \\n, which every reader of such files understands. */
export function quote(value: string): string {
  return JSON.stringify(value);
}

function nameIn(line: string): string | undefined {
  return /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1];
}

/** Whether the value ends on the line on which it begins. */
function isWhole(line: string): boolean {
  const value = line.slice(line.indexOf("=") + 1).trim();
  const quoteMark = value.charAt(0);
  return !/["'`]/.test(quoteMark) || value.indexOf(quoteMark, 1) > 0;
}
