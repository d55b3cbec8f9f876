import { spreadOf, type Spread } from "./statistics.ts";

export interface Metric {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly better: "lower" | "higher";
}

/** What one round measured, by the keys of the metrics. */
export type Figures = Readonly<Record<string, number>>;

export interface Contender {
  readonly name: string;
  /** One round: long enough to say something, short enough that all contenders meet the same machine. */
  round(): Promise<Figures>;
}

export interface Row {
  readonly name: string;
  /** One figure a round, in the order of the rounds; the first rounds, which warm up, are not among them. */
  readonly samples: Readonly<Record<string, readonly number[]>>;
}

/** Everything side by side, in one run. */
export interface Comparison {
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** The contender that the others are set against. */
  readonly baseline: string;
  readonly rows: readonly Row[];
}

export interface CompareOptions {
  readonly title: string;
  readonly metrics: readonly Metric[];
  readonly baseline: string;
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  /** Rounds before them that are not counted. */
  readonly warmUp?: number;
  tell?(text: string): void;
}

/** Measures the contenders in turn, round after round, each round in another order. */
export async function compare(options: CompareOptions): Promise<Comparison> {
  const { title, metrics, baseline, contenders, rounds, warmUp = 1 } = options;
  const samples = new Map(
    contenders.map(({ name }) => [
      name,
      Object.fromEntries(metrics.map(({ key }): [string, number[]] => [key, []])),
    ]),
  );
  if (samples.size !== contenders.length || !samples.has(baseline))
    throw new Error(`${title}: names must differ, and the baseline be one of them`);
  for (let round = -warmUp; round < rounds; round++) {
    const what = round < 0 ? "warm-up" : `round ${round + 1} of ${rounds}`;
    options.tell?.(`${title}: ${what}`);
    for (const contender of inOrder(contenders, round + warmUp)) {
      const figures = await contender.round();
      if (round >= 0) keep(samples.get(contender.name), figures, contender.name);
    }
  }
  const rows = [...samples].map(([name, kept]) => ({ name, samples: kept }));
  return { title, metrics, baseline, rows };
}

/** Forwards and then backwards from each in turn: none always begins, and none always follows the same. */
export function inOrder<T>(all: readonly T[], round: number): T[] {
  const first = Math.floor(round / 2) % all.length;
  const rotated = [...all.slice(first), ...all.slice(0, first)];
  return round % 2 === 0 ? rotated : rotated.reverse();
}

function keep(samples: Record<string, number[]> | undefined, figures: Figures, name: string) {
  for (const [key, kept] of Object.entries(samples ?? {})) {
    const figure = figures[key];
    if (figure === undefined || !Number.isFinite(figure))
      throw new Error(`${name} measured no ${key}`);
    kept.push(figure);
  }
}

export function spread(comparison: Comparison, name: string, key: string): Spread {
  return spreadOf(samplesOf(comparison, name, key));
}

/** One against the other, round by round: what slowed a whole round down leaves the ratio as it is. */
export function ratio(comparison: Comparison, name: string, against: string, key: string): Spread {
  const others = samplesOf(comparison, against, key);
  return spreadOf(samplesOf(comparison, name, key).map((own, n) => own / (others[n] ?? NaN)));
}

function samplesOf({ title, rows }: Comparison, name: string, key: string): readonly number[] {
  const samples = rows.find((row) => row.name === name)?.samples[key];
  if (!samples) throw new Error(`${title}: ${name} has no ${key}`);
  return samples;
}
