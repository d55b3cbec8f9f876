import { percentile } from "../../measure/statistics.ts";
import type { Table } from "../../measure/report.ts";
import type { Sample } from "./watch.ts";

/** From then on nothing is compiled or opened for the first time any more; of a shorter run, the same share. */
function windowsOf(minutes: number): {
  readonly warm: readonly [number, number];
  readonly last: number;
} {
  if (minutes >= 7) return { warm: [3, 5], last: minutes - 2 };
  return { warm: [minutes * 0.4, minutes * 0.6], last: minutes * 0.8 };
}

export interface Growth {
  /** Medians, MiB. */
  readonly warm: number;
  readonly last: number;
  /** Per cent. */
  readonly growth: number;
}

/** The memory of the last minutes against that of the minutes after the warm-up, by the medians of the samples. */
export function growthOf(samples: readonly Sample[], minutes: number): Growth {
  const { warm, last } = windowsOf(minutes);
  const median = (from: number, to: number): number =>
    percentile(
      samples.filter(({ minute }) => minute >= from && minute < to).map(({ memory }) => memory),
      50,
    );
  const [before, after] = [median(...warm), median(last, Infinity)];
  return { warm: before, last: after, growth: (after / before - 1) * 100 };
}

export function minutesTable(samples: readonly Sample[]): Table {
  const last = Math.floor(samples.at(-1)?.minute ?? 0);
  const rows = Array.from({ length: last + 1 }, (_, minute) => {
    const of = samples.filter((sample) => Math.floor(sample.minute) === minute);
    const counts = of.map(({ requests }) => requests);
    return [
      minute,
      // Of the five sixths of a minute that lie between its first sample and its last.
      Math.round((Math.max(...counts) - Math.min(...counts)) * 1.2),
      percentile(
        of.map(({ memory }) => memory),
        50,
      ),
      Math.max(...of.map(({ connections }) => connections)),
      Math.max(...of.map(({ files }) => files)),
    ];
  });
  return {
    title: "The application's processes, minute by minute",
    columns: [
      "Minute",
      "Requests, about",
      "Memory, MiB (median)",
      "Connections (most)",
      "Open files (most)",
    ],
    rows: rows.map((row) => row.map((cell) => (Number.isInteger(cell) ? String(cell) : cell))),
  };
}
