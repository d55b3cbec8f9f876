import { ratio, spread, type Comparison } from "./compare.ts";

/** What a benchmark is expected to show, and what it showed. */
export interface Target {
  readonly text: string;
  readonly holds: "at most" | "at least";
  readonly limit: number;
  readonly figure: number;
  /** "×" for a ratio. */
  readonly unit: string;
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface Report {
  readonly comparisons: readonly Comparison[];
  readonly targets: readonly Target[];
  /** What is no comparison: distributions, sizes. */
  readonly tables?: readonly Table[];
  /** Long texts, such as query plans; kept in the JSON alone. */
  readonly texts?: readonly { readonly title: string; readonly text: string }[];
  /** What a reader must know to take the figures for what they are. */
  readonly notes?: readonly string[];
}

export interface Settings {
  /** At least 7, but for a try. */
  readonly rounds: number;
  /** A try: short rounds and small data, nothing written. */
  readonly quick: boolean;
  tell(text: string): void;
}

export interface Suite {
  readonly name: string;
  readonly title: string;
  run(settings: Settings): Promise<Report>;
}

export function isMet({ holds, limit, figure }: Target): boolean {
  return holds === "at most" ? figure <= limit : figure >= limit;
}

interface Expected {
  readonly text: string;
  readonly metric: string;
  readonly contender: string;
  readonly holds: Target["holds"];
  readonly limit: number;
}

/** A target about the median ratio of two contenders. */
export function ratioTarget(
  comparison: Comparison,
  { text, metric, contender, against, holds, limit }: Expected & { readonly against: string },
): Target {
  const figure = ratio(comparison, contender, against, metric).median;
  return { text, holds, limit, figure, unit: "×" };
}

/** A target about the median of one contender. */
export function medianTarget(
  comparison: Comparison,
  { text, metric, contender, holds, limit }: Expected,
): Target {
  const unit = comparison.metrics.find(({ key }) => key === metric)?.unit ?? "";
  return { text, holds, limit, figure: spread(comparison, contender, metric).median, unit };
}
