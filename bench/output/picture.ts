import { ratio, spread, type Comparison, type Metric } from "../measure/compare.ts";
import { shown } from "./number.ts";

const width = 860;
const left = 2;
const rowHeight = 28;
const barHeight = 16;
const headHeight = 50;
const groupGap = 26;
/** To the right of the bars: the median, and what it is against the baseline's. */
const valueWidth = 130;
const ratioWidth = 74;
/** About what a letter takes at 13 px. */
const letterWidth = 7.1;
const longest = 46;

/** One group of bars a comparison: its first metric, each bar with its spread and its ratio. */
export function pictureOf(title: string, comparisons: readonly Comparison[]): string {
  const names = comparisons.flatMap(({ rows }) => rows.map(({ name }) => cut(name).length));
  const start = Math.round(Math.max(...names) * letterWidth) + 24;
  let top = 56;
  const groups = comparisons.map((comparison) => {
    const [metric] = comparison.metrics;
    if (!metric) throw new Error(`${comparison.title} has no metric`);
    const group = groupOf(comparison, metric, { top, start });
    top += headHeight + comparison.rows.length * rowHeight + groupGap;
    return group;
  });
  const height = top - groupGap + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">
<style>
  text { font: 13px Geist, Inter, ui-sans-serif, system-ui, sans-serif; font-variant-numeric: tabular-nums; fill: #14171f; }
  .title { font-size: 18px; font-weight: 600; letter-spacing: -0.01em; }
  .group, .ours-name { font-weight: 600; }
  .quiet { fill: #565e6e; }
  .bar { fill: #c9cfda; }
  .ours { fill: #3350c9; }
  .spread { fill: none; stroke: #14171f; stroke-opacity: 0.55; }
  .rule { stroke: #dfe3ea; }
  .baseline { stroke: #858d9d; stroke-dasharray: 2 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #eceef2; }
    .quiet { fill: #9aa3b2; }
    .bar { fill: #3d4657; }
    .ours { fill: #93a7ff; }
    .spread { stroke: #eceef2; }
    .rule { stroke: #2a303c; }
    .baseline { stroke: #6f7889; }
  }
</style>
<text class="title" x="${left}" y="24">${escape(title)}</text>
${groups.join("\n")}
</svg>
`;
}

interface Place {
  readonly top: number;
  /** Where the bars start. */
  readonly start: number;
}

function groupOf(comparison: Comparison, metric: Metric, { top, start }: Place): string {
  const { title, rows, baseline } = comparison;
  const most = Math.max(...rows.map(({ name }) => spread(comparison, name, metric.key).most));
  const scale = (width - start - valueWidth - ratioWidth) / (most || 1);
  const first = top + headHeight;
  const mark = start + spread(comparison, baseline, metric.key).median * scale;
  const sense = `${metric.name}, ${metric.unit}; ${metric.better === "lower" ? "shorter" : "longer"} is better`;
  return [
    `<line class="rule" x1="0" x2="${width}" y1="${top - 14}" y2="${top - 14}"/>`,
    `<text class="group" x="${left}" y="${top + 10}">${escape(title)}</text>`,
    `<text class="quiet" x="${left}" y="${top + 29}">${escape(sense)}</text>`,
    ...rows.map(({ name }, n) =>
      barOf(comparison, metric, { name, start, scale, y: first + n * rowHeight }),
    ),
    `<line class="baseline" x1="${at(mark)}" x2="${at(mark)}" y1="${first - 6}" y2="${first + rows.length * rowHeight - 6}"/>`,
  ].join("\n");
}

interface Bar {
  readonly name: string;
  readonly start: number;
  readonly scale: number;
  readonly y: number;
}

function barOf(comparison: Comparison, metric: Metric, { name, start, scale, y }: Bar): string {
  const ours = name.startsWith("Gatehouse");
  const { median, least, most } = spread(comparison, name, metric.key);
  const against = ratio(comparison, name, comparison.baseline, metric.key).median;
  const text = y + 13;
  const middle = y + barHeight / 2;
  const [from, to] = [at(start + least * scale), at(start + most * scale)];
  return [
    `<text${ours ? ' class="ours-name"' : ""} x="${left}" y="${text}">${escape(cut(name))}</text>`,
    `<rect class="bar${ours ? " ours" : ""}" x="${start}" y="${y}" width="${at(Math.max(median * scale, 1))}" height="${barHeight}" rx="3"/>`,
    // Where it runs past its bar it stands on the page, and inside it on the bar: one stroke for both, thin, with ends.
    `<path class="spread" d="M${from} ${middle - 3}v6m0 -3H${to}m0 -3v6"/>`,
    `<text x="${width - ratioWidth}" y="${text}" text-anchor="end">${shown(median)} ${escape(metric.unit)}</text>`,
    `<text class="quiet" x="${width - left}" y="${text}" text-anchor="end">${name === comparison.baseline ? "1" : shown(against)} ×</text>`,
  ].join("\n");
}

function cut(name: string): string {
  return name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
}

function at(value: number): string {
  return value.toFixed(1);
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
