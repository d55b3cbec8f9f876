import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { formError, notFound } from "./errors.ts";
import { type JournalEntry, parseEntry } from "./journal.ts";

/** Small letters only: some file systems take "Demo" and "demo" for one name. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const ENDING = ".jsonl";

/** The first line of a snapshot; by the number of records one sees that none is missing. */
const Head = z.object({ createdAt: z.number().int(), records: z.number().int() });

export interface Snapshot {
  name: string;
  createdAt: number;
  /** How many records are in it. */
  records: number;
}

/** States of the whole instance kept under names, each a file like the journal. Keys are in none of them. */
export class Snapshots {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Newest first. */
  list(): Snapshot[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((file) => file.endsWith(ENDING))
      .map((file) => file.slice(0, -ENDING.length))
      .filter((name) => NAME.test(name))
      .map((name) => ({ name, ...this.read(name).head }))
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  /** Replaces a snapshot of the same name. */
  save(name: string, entries: readonly JournalEntry[], createdAt: number): Snapshot {
    const path = this.pathOf(name);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const head = { createdAt, records: entries.length };
    const lines = [head, ...entries].map((one) => `${JSON.stringify(one)}\n`);
    writeFileSync(`${path}.new`, lines.join(""), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return { name, ...head };
  }

  /** @throws ClerkError 404, or 422 when something is missing from the file */
  load(name: string): JournalEntry[] {
    const { head, lines } = this.read(name);
    const entries = lines.map(parseEntry).filter((one) => one !== null);
    if (entries.length !== head.records) {
      const message = `The snapshot ${name} is damaged: ${entries.length} of ${head.records} records can be read.`;
      throw formError("snapshot_damaged", message, "name");
    }
    return entries;
  }

  delete(name: string): void {
    const path = this.pathOf(name);
    if (!existsSync(path)) throw notFound(`There is no snapshot ${name}.`);
    rmSync(path);
  }

  private read(name: string): { head: z.output<typeof Head>; lines: string[] } {
    const path = this.pathOf(name);
    if (!existsSync(path)) throw notFound(`There is no snapshot ${name}.`);
    const [first = "", ...lines] = readFileSync(path, "utf8").split("\n");
    return { head: parseHead(first), lines };
  }

  private pathOf(name: string): string {
    if (!NAME.test(name)) {
      const message =
        "A name has small letters, digits, - and _, starts with a letter or digit, and is at most 63 long.";
      throw formError("snapshot_name_invalid", message, "name");
    }
    return join(this.folder, name + ENDING);
  }
}

/** Of a file that is no snapshot: nothing can be read, and one record at least is missing. */
function parseHead(line: string): z.output<typeof Head> {
  try {
    return Head.parse(JSON.parse(line));
  } catch {
    return { createdAt: 0, records: -1 };
  }
}
