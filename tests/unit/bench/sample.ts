import type { Comparison } from "../../../bench/measure/compare.ts";
import type { Report } from "../../../bench/measure/report.ts";

/** Two contenders on a machine that slowed down in the last round. */
export const comparison: Comparison = {
  title: "A list of 20 rows",
  metrics: [
    { key: "p50", name: "median", unit: "ms", better: "lower" },
    { key: "rate", name: "answers", unit: "1/s", better: "higher" },
  ],
  baseline: "Plain",
  rows: [
    { name: "Plain", samples: { p50: [1, 2, 30], rate: [1000, 2000, 12_345] } },
    { name: "Gatehouse | <a & b>", samples: { p50: [2, 2, 60], rate: [500, 1000, 6172.5] } },
  ],
};

export const report: Report = {
  comparisons: [comparison],
  targets: [
    { text: "Not much slower", holds: "at most", limit: 2, figure: 2, unit: "×" },
    { text: "Many a second", holds: "at least", limit: 5000, figure: 1000, unit: "1/s" },
  ],
  tables: [
    {
      title: "Sizes",
      columns: ["Route", "KiB"],
      rows: [
        ["/org/[slug]", 123.456],
        ["/_a_", 0],
      ],
    },
  ],
  notes: ["Measured by nobody."],
};
