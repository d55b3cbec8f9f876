import { ratio, spread, type Comparison, type Metric } from "../measure/compare.ts";
import { shown } from "./number.ts";

const width = 860;
const labelWidth = 260;
const barWidth = 400;
const lineHeight = 26;
const titleHeight = 44;

/** One group of bars a comparison: its first metric, each bar with its spread and its ratio. */
export function pictureOf(title: string, comparisons: readonly Comparison[]): string {
  let top = 56;
  const groups = comparisons.map((comparison) => {
    const [metric] = comparison.metrics;
    if (!metric) throw new Error(`${comparison.title} has no metric`);
    const group = groupOf(comparison, metric, top);
    top += titleHeight + comparison.rows.length * lineHeight + 14;
    return group;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img" aria-label="${escape(title)}">
<style>
  text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 17px; font-weight: 600; }
  .group { font-weight: 600; }
  .quiet { fill: #59636e; }
  .bar { fill: #b8c0ca; }
  .ours { fill: #3b6fd8; }
  .spread { stroke: #1f2328; stroke-width: 1.5; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .quiet { fill: #9198a1; }
    .bar { fill: #4a525c; }
    .ours { fill: #6d9bf5; }
    .spread { stroke: #e6edf3; }
  }
</style>
<text class="title" x="0" y="24">${escape(title)}</text>
${groups.join("\n")}
</svg>
`;
}

function groupOf(comparison: Comparison, metric: Metric, top: number): string {
  const { rows, baseline } = comparison;
  const spreads = rows.map(({ name }) => spread(comparison, name, metric.key));
  const scale = barWidth / Math.max(...spreads.map(({ most }) => most));
  const bars = rows.map(({ name }, n) => {
    const { median, least, most } = spreads[n] ?? { median: 0, least: 0, most: 0 };
    const y = top + titleHeight + n * lineHeight;
    const middle = y + 8;
    const against = ratio(comparison, name, baseline, metric.key).median;
    return `<text x="${labelWidth - 10}" y="${y + 13}" text-anchor="end">${escape(name)}</text>
<rect class="bar${name.startsWith("Gatehouse") ? " ours" : ""}" x="${labelWidth}" y="${y}" width="${at(median * scale)}" height="17" rx="2"/>
<line class="spread" x1="${at(labelWidth + least * scale)}" x2="${at(labelWidth + most * scale)}" y1="${middle}" y2="${middle}"/>
<text x="${at(labelWidth + most * scale + 10)}" y="${y + 13}">${shown(median)} ${escape(metric.unit)} <tspan class="quiet">${shown(against)} ×</tspan></text>`;
  });
  const sense = `${metric.name}, ${metric.unit}; ${metric.better === "lower" ? "shorter" : "longer"} is better`;
  return `<text class="group" x="0" y="${top + 16}">${escape(comparison.title)}</text>
<text class="quiet" x="0" y="${top + 34}">${escape(sense)}</text>
${bars.join("\n")}`;
}

function at(value: number): string {
  return value.toFixed(1);
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
