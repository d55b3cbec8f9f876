import { hashRow, origin, type AuditRow } from "./hash.ts";
import type { Head } from "./heads.ts";

/** Follows one chain from its first row, and says in words what is not as it was written. */
export class ChainCheck {
  rows = 0;
  readonly #faults: string[] = [];
  #sequence = 0;
  #hash = origin;

  constructor(
    readonly chain: string,
    /** Where AuditChain says that the chain ends. */
    private readonly head: Head | undefined,
    /** Where it ended when heads were saved. */
    private readonly saved: Head | undefined,
  ) {}

  /** Takes the next row in the order of sequence. */
  take(row: AuditRow): void {
    this.rows += 1;
    const sequence = Number(row.sequence);
    const missing = this.#sequence + 1;
    if (sequence > missing) this.#say(range(missing, sequence - 1), "missing");
    const reasons: string[] = [];
    if (sequence <= this.#sequence)
      reasons.push("has the number of another row, so it was inserted");
    if (hashRow(row) !== row.hash) reasons.push("was changed: it does not give its hash");
    if (sequence === missing && row.previousHash !== this.#hash) {
      reasons.push(
        sequence === 1
          ? "was not written as the first"
          : `does not follow row ${sequence - 1}: one of the two was inserted, moved or rewritten`,
      );
    }
    if (sequence === this.head?.sequence && row.hash !== this.head.hash)
      reasons.push("is not the row that the chain ended with: the chain was rewritten");
    if (sequence === this.saved?.sequence && row.hash !== this.saved.hash)
      reasons.push("is not the row that the saved heads have: the chain was rewritten");
    if (reasons.length > 0) this.#say(`row ${sequence} (${row.id ?? "no id"})`, reasons.join("; "));
    this.#sequence = sequence;
    this.#hash = row.hash ?? "";
  }

  /** Compares the end with where it should be, and returns all that was found. */
  end(): readonly string[] {
    const { head, saved } = this;
    const last = this.#sequence;
    if (!head) this.#say(range(1, last), "here, but AuditChain does not know the chain");
    else if (head.sequence > last) this.#say(range(last + 1, head.sequence), "missing at the end");
    else if (head.sequence < last)
      this.#say(
        range(head.sequence + 1, last),
        "behind the chain's end: they were inserted, or the end was set back",
      );
    if (saved && saved.sequence > Math.max(last, head?.sequence ?? 0))
      this.#say(range(last + 1, saved.sequence), "missing at the end: the saved heads have them");
    return this.#faults;
  }

  #say(where: string, what: string): void {
    this.#faults.push(`${this.chain}, ${where}: ${what}`);
  }
}

function range(from: number, to: number): string {
  return from >= to ? `row ${from}` : `rows ${from} to ${to}`;
}
