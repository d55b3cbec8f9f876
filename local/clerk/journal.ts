import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** Below this many characters a journal is never written anew while running. */
const SMALLEST_TO_COMPACT = 16 * 1024 * 1024;
const WRITTEN_AT_ONCE = 1024 * 1024;

export interface JournalEntry {
  table: string;
  id: string;
  /** null when the record was deleted */
  value: unknown;
}

/**
 * An append-only file of changes, one JSON line each. Everything that one piece of synchronous code changes is
 * appended in one write, so a crash keeps either all of it or none; a line cut off by a crash is dropped on reading.
 * Once it has grown to twice what is live, it is written anew.
 */
export class Journal {
  private pending: string[] = [];
  private readonly path: string;
  /** All that is live. Read when the file is written anew. */
  private readonly live: () => Iterable<JournalEntry>;
  /** How large the file is, and how large it was when it was last written anew; in characters. */
  private size = 0;
  private compactSize = 0;

  constructor(path: string, live: () => Iterable<JournalEntry>) {
    this.path = path;
    this.live = live;
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
    this.size += text.length;
    if (this.size > Math.max(SMALLEST_TO_COMPACT, 2 * this.compactSize)) this.rewrite();
  }

  /** Replaces the file by one line per live record. Atomic: the old file stays until the new one is whole. */
  rewrite(): void {
    this.pending = [];
    const temporary = `${this.path}.new`;
    const file = openSync(temporary, "w", 0o600);
    this.size = 0;
    try {
      let text = "";
      for (const entry of this.live()) {
        text += `${JSON.stringify(entry)}\n`;
        if (text.length < WRITTEN_AT_ONCE) continue;
        this.size += text.length;
        writeFileSync(file, text);
        text = "";
      }
      this.size += text.length;
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, this.path);
    this.compactSize = this.size;
  }
}

export function parseEntry(line: string): JournalEntry | null {
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
