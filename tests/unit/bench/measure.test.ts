import { describe, expect, it } from "vitest";
import { compare, inOrder, ratio, spread, type Contender } from "../../../bench/measure/compare.ts";
import { isMet, medianTarget, ratioTarget } from "../../../bench/measure/report.ts";
import { percentile, spreadOf } from "../../../bench/measure/statistics.ts";
import { comparison } from "./sample.ts";

describe("the spread", () => {
  it("is the median between the least and the most, in any order", () => {
    expect(spreadOf([9, 1, 5])).toEqual({ median: 5, least: 1, most: 9 });
    expect(spreadOf([4, 1, 3, 2]).median).toBe(2.5);
    expect(spreadOf([7])).toEqual({ median: 7, least: 7, most: 7 });
  });

  it("is of no samples, or of what is no number, an error", () => {
    for (const samples of [[], [1, NaN], [Infinity]])
      expect(() => spreadOf(samples)).toThrow(RangeError);
  });

  it("leaves the samples in their order", () => {
    const samples = [3, 1, 2];
    spreadOf(samples);
    expect(samples).toEqual([3, 1, 2]);
  });

  it("interpolates percentiles", () => {
    const hundred = Array.from({ length: 101 }, (_, n) => n);
    expect([0, 50, 99, 100].map((p) => percentile(hundred, p))).toEqual([0, 50, 99, 100]);
    expect(percentile([10, 20], 75)).toBe(17.5);
    expect(() => percentile([], 50)).toThrow(RangeError);
  });
});

describe("the order of the contenders", () => {
  it.each([2, 3, 4, 5])("lets each of %i begin, end and follow each other as often", (count) => {
    const all = Array.from({ length: count }, (_, n) => n);
    const rounds = Array.from({ length: count * 2 }, (_, round) => inOrder(all, round));
    for (const order of rounds) expect([...order].sort()).toEqual(all);
    for (const end of [0, count - 1]) {
      const there = rounds.map((order) => order[end]);
      for (const one of all) expect(there.filter((other) => other === one)).toHaveLength(2);
    }
    for (const one of all) {
      const next = rounds.map((order) => order[order.indexOf(one) + 1]);
      expect(new Set(next.filter((other) => other !== undefined)).size).toBeGreaterThan(
        count > 2 ? 1 : 0,
      );
    }
  });
});

const metrics = [{ key: "ms", name: "time", unit: "ms", better: "lower" }] as const;

function contender(name: string, told: string[], figures: readonly number[]): Contender {
  let round = 0;
  return {
    name,
    async round() {
      told.push(name);
      return { ms: figures[round++] ?? NaN };
    },
  };
}

describe("a comparison", () => {
  it("measures everybody in every round, and leaves the warm-up out", async () => {
    const told: string[] = [];
    const result = await compare({
      title: "Two",
      metrics,
      baseline: "A",
      rounds: 3,
      warmUp: 2,
      contenders: [
        contender("A", told, [100, 200, 1, 2, 3]),
        contender("B", told, [100, 200, 4, 5, 6]),
      ],
    });
    expect(told.join("")).toBe("ABBABAABAB");
    expect(result.rows).toEqual([
      { name: "A", samples: { ms: [1, 2, 3] } },
      { name: "B", samples: { ms: [4, 5, 6] } },
    ]);
    expect(spread(result, "B", "ms")).toEqual({ median: 5, least: 4, most: 6 });
  });

  it("has the figures that it names, or none", async () => {
    const options = { title: "One", metrics, baseline: "A", rounds: 2, warmUp: 0 };
    const short = [contender("A", [], [1])];
    await expect(compare({ ...options, contenders: short })).rejects.toThrow("A measured no ms");
    const other = [{ name: "A", round: async () => ({ seconds: 1 }) }];
    await expect(compare({ ...options, contenders: other })).rejects.toThrow("A measured no ms");
  });

  it("refuses names that do not tell contenders apart, and a baseline that is none of them", async () => {
    const options = { title: "One", metrics, rounds: 1 };
    const one = contender("A", [], [1, 1, 1]);
    await expect(compare({ ...options, baseline: "A", contenders: [one, one] })).rejects.toThrow(
      "names must differ",
    );
    await expect(compare({ ...options, baseline: "B", contenders: [one] })).rejects.toThrow(
      "the baseline",
    );
  });

  it("knows no contender and no metric by a wrong name", () => {
    expect(() => spread(comparison, "Nobody", "p50")).toThrow("Nobody has no p50");
    expect(() => spread(comparison, "Plain", "p51")).toThrow("Plain has no p51");
  });
});

describe("a ratio", () => {
  const ours = "Gatehouse | <a & b>";

  it("is taken round by round", () => {
    // 2/1, 2/2, 60/30. Of the medians it would be 1.
    expect(ratio(comparison, ours, "Plain", "p50")).toEqual({ median: 2, least: 1, most: 2 });
    expect(ratio(comparison, "Plain", ours, "rate").median).toBe(2);
  });

  it("is held to a target", () => {
    const expected = { text: "…", contender: ours, against: "Plain", metric: "p50" };
    const met = ratioTarget(comparison, { ...expected, holds: "at most", limit: 2 });
    expect(met).toEqual({ text: "…", holds: "at most", limit: 2, figure: 2, unit: "×" });
    expect(isMet(met)).toBe(true);
    expect(isMet({ ...met, limit: 1.99 })).toBe(false);
    expect(isMet({ ...met, holds: "at least" })).toBe(true);
    expect(isMet({ ...met, holds: "at least", limit: 2.01 })).toBe(false);
  });

  it("or the median itself is, in the metric's unit", () => {
    const expected = { text: "…", contender: ours, metric: "p50", limit: 2 };
    const met = medianTarget(comparison, { ...expected, holds: "at least" });
    expect(met).toMatchObject({ figure: 2, unit: "ms" });
  });
});
