import { readFile, writeFile } from "node:fs/promises";
import { CommandError } from "../command/failure.ts";

/** Where a chain ends: the number of its last row, and that row's hash. */
export interface Head {
  readonly chain: string;
  readonly sequence: number;
  readonly hash: string;
}

/** One head a line, `chain sequence hash`, and a first line that says when. */
export function formatHeads(heads: readonly Head[], at: Date): string {
  const lines = heads.map(({ chain, sequence, hash }) => `${chain} ${sequence} ${hash}`);
  return [`# audit heads of ${at.toISOString()}`, ...lines, ""].join("\n");
}

export async function writeHeads(file: string, text: string): Promise<void> {
  try {
    // Never over an older one: what was saved is evidence.
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    throw new CommandError(`Cannot write ${file}: ${reasonOf(error)}`);
  }
}

/** @throws CommandError for a file that is not one of heads: half of it must not pass for all. */
export async function readHeads(file: string): Promise<Map<string, Head>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new CommandError(`Cannot read ${file}: ${reasonOf(error)}`, 2);
  }
  const heads = new Map<string, Head>();
  const [first, ...lines] = text.split("\n");
  if (!first?.startsWith("# audit heads of ") || lines.pop() !== "")
    throw new CommandError(`${file} is not a whole file of heads.`, 2);
  for (const [index, line] of lines.entries()) {
    const [, chain, sequence, hash] = /^(\S+) ([1-9]\d*) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (!chain || !hash)
      throw new CommandError(`Line ${index + 2} of ${file} is not "chain sequence hash".`, 2);
    heads.set(chain, { chain, sequence: Number(sequence), hash });
  }
  return heads;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
