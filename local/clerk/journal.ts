import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

export interface JournalEntry {
  table: string;
  id: string;
  /** null when the record was deleted */
  value: unknown;
}

/**
 * An append-only file of changes, one JSON line each. Everything that one piece of synchronous code changes is
 * appended in one write, so a crash keeps either all of it or none; a line cut off by a crash is dropped on reading.
 */
export class Journal {
  private pending: string[] = [];
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
  }

  read(): JournalEntry[] {
    if (!existsSync(this.path)) return [];
    const entries: JournalEntry[] = [];
    for (const line of readFileSync(this.path, "utf8").split("\n")) {
      const entry = parseEntry(line);
      if (entry) entries.push(entry);
    }
    return entries;
  }

  append(entry: JournalEntry): void {
    this.pending.push(`${JSON.stringify(entry)}\n`);
    if (this.pending.length === 1) queueMicrotask(() => this.flush());
  }

  flush(): void {
    if (this.pending.length === 0) return;
    const text = this.pending.join("");
    this.pending = [];
    appendFileSync(this.path, text, { mode: 0o600 });
  }

  /** Replaces the file by one line per live record. Atomic: the old file stays until the new one is whole. */
  rewrite(entries: Iterable<JournalEntry>): void {
    this.pending = [];
    const temporary = `${this.path}.new`;
    let text = "";
    for (const entry of entries) text += `${JSON.stringify(entry)}\n`;
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, this.path);
  }
}

function parseEntry(line: string): JournalEntry | null {
  if (line === "") return null;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null) return null;
    if (!("table" in entry) || !("id" in entry) || !("value" in entry)) return null;
    if (typeof entry.table !== "string" || typeof entry.id !== "string") return null;
    return { table: entry.table, id: entry.id, value: entry.value };
  } catch {
    return null;
  }
}
