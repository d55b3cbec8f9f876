import { percentile } from "../../measure/statistics.ts";
import type { Table } from "../../measure/report.ts";

/** Examples of wrong answers that are kept. */
const kept = 50;

/** What was asked, how long it took, and what was wrong with the answers. */
export class Tally {
  readonly #times = new Map<string, number[]>();
  readonly examples: string[] = [];
  wrong = 0;
  requests = 0;

  add(kind: string, milliseconds: number): void {
    this.requests += 1;
    const times = this.#times.get(kind) ?? [];
    this.#times.set(kind, times);
    times.push(milliseconds);
  }

  /** Notes what must not be. */
  blame(what: string): void {
    this.wrong += 1;
    if (this.examples.length < kept) this.examples.push(what);
  }

  /** Notes it unless it holds. */
  expect(holds: boolean, what: string): void {
    if (!holds) this.blame(what);
  }

  table(): Table {
    const rows = [...this.#times].sort(([a], [b]) => a.localeCompare(b));
    return {
      title: "What was asked, how often, and how long it took",
      columns: ["", "Times", "Half within, ms", "99 % within, ms"],
      rows: rows.map(([kind, times]) => [
        kind,
        times.length.toLocaleString("en-US"),
        percentile(times, 50),
        percentile(times, 99),
      ]),
    };
  }
}
