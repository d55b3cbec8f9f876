import Link from "next/link";
import { lagSpans } from "@/src/access/deliveries";
import type { Outputs } from "@/src/client/trpc";
import { join } from "@/src/ui/join";
import { Table } from "@/src/ui/table";
import { hrefOfWebhooks, type WebhooksAddress } from "./address";
import { heightOf, ticksUpTo } from "./scale";
import { duration } from "./words";

type Hours = Outputs["delivery"]["lag"]["hours"];
type Hour = Hours[number];

const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", timeZone: "UTC" });
const both = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
const names = { day: "24 hours", week: "7 days" } as const;

/** How long each hour's webhooks took from Clerk to the mirror, and how many were left waiting. The table beneath says the same. */
export function LagChart({ hours, address }: { hours: Hours; address: WebhooksAddress }) {
  const { span } = address;
  const ticks = ticksUpTo(Math.max(0, ...hours.map(({ slowest }) => slowest ?? 0)));
  const deepest = Math.max(1, ...hours.map(({ waiting }) => waiting));
  const heard = hours.filter(({ processed }) => processed > 0);
  return (
    <section aria-labelledby="lag" className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2 id="lag" className="text-base font-semibold">
            Lag
          </h2>
          <p className="text-small text-muted">
            From Clerk&apos;s own time to the mirror, hour by hour: the median, and the slowest
            behind it.
          </p>
        </div>
        <nav
          aria-label="How far back"
          className="inline-flex gap-0.5 rounded-card border bg-surface p-0.5"
        >
          {Object.keys(lagSpans).map((each) => (
            <Link
              key={each}
              href={hrefOfWebhooks({ ...address, span: each === "week" ? "week" : "day" })}
              scroll={false}
              prefetch={false}
              aria-current={each === span ? "true" : undefined}
              className={join(
                "inline-flex h-7 items-center rounded-control px-3 text-small font-medium",
                each === span ? "bg-subtle text-text" : "text-muted hover:text-text",
              )}
            >
              {each === "week" ? names.week : names.day}
            </Link>
          ))}
        </nav>
      </div>
      <div className="rounded-card border bg-surface p-4">
        <Plot
          label={describe(hours, names[span])}
          marks={ticks.map((tick) => ({ at: heightOf(tick, ticks), text: duration(tick) }))}
          className="h-40"
        >
          {hours.map((hour, index) => (
            <Bar
              key={hour.hour.toISOString()}
              hour={hour}
              index={index}
              of={hours.length}
              ticks={ticks}
            />
          ))}
        </Plot>
        <p className="mt-4 mb-2 text-small text-muted">Waiting when the hour ended</p>
        <Plot
          label={`At most ${deepest === 1 && hours.every(({ waiting }) => waiting === 0) ? 0 : deepest} deliveries were waiting when an hour ended.`}
          marks={[
            { at: 0, text: "0" },
            { at: 100, text: String(deepest) },
          ]}
          className="h-12"
        >
          {hours.map(({ hour, waiting }, index) => (
            <rect
              key={hour.toISOString()}
              {...place(index, hours.length)}
              y={100 - (waiting / deepest) * 100}
              height={(waiting / deepest) * 100}
              className="fill-danger"
            >
              <title>{`${both.format(hour)}: ${waiting} waiting`}</title>
            </rect>
          ))}
        </Plot>
        <div aria-hidden className="mt-1.5 flex justify-between pl-14 text-xs text-muted">
          {axis(hours, span).map((text) => (
            <span key={text}>{text}</span>
          ))}
        </div>
      </div>
      <details className="mt-3">
        <summary className="w-fit rounded-control text-small text-muted hover:text-text">
          Show as a table
        </summary>
        <div className="mt-3">
          <Table caption="Lag by hour" columns={columns}>
            {heard.toReversed().map((hour) => (
              <tr key={hour.hour.toISOString()}>
                <td className="px-4 py-2 whitespace-nowrap">{both.format(hour.hour)}</td>
                {[
                  hour.received,
                  hour.processed,
                  said(hour.median),
                  said(hour.slowest),
                  hour.waiting,
                ].map((value, index) => (
                  <td key={columns[index + 1]?.name} className="px-4 py-2 text-right">
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </Table>
        </div>
      </details>
    </section>
  );
}

const right = { className: "text-right" };
const columns = [
  { name: "Hour (UTC)" },
  { name: "Received", ...right },
  { name: "Processed", ...right },
  { name: "Median lag", ...right },
  { name: "Slowest", ...right },
  { name: "Waiting", ...right },
];

const said = (lag: number | null): string => (lag === null ? "–" : duration(lag));

interface PlotProps {
  label: string;
  /** In per cent of the height, from the ground. */
  marks: readonly { at: number; text: string }[];
  className: string;
  children: React.ReactNode;
}

/** Stretches with the page; its words stand outside the picture, so that they do not. */
function Plot({ label, marks, className, children }: PlotProps) {
  return (
    <div className={join("flex gap-2", className)}>
      <div aria-hidden className="relative w-12 shrink-0 text-right text-xs text-muted">
        {marks.map(({ at, text }) => (
          <span
            key={text}
            className="absolute right-0 translate-y-1/2 whitespace-nowrap"
            style={{ bottom: `${at}%` }}
          >
            {text}
          </span>
        ))}
      </div>
      <svg
        role="img"
        aria-label={label}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        className="h-full min-w-0 flex-1"
      >
        {marks.map(({ at, text }) => (
          <line
            key={text}
            x1={0}
            x2={100}
            y1={100 - at}
            y2={100 - at}
            vectorEffect="non-scaling-stroke"
            className="stroke-border"
          />
        ))}
        {children}
      </svg>
    </div>
  );
}

function place(index: number, of: number) {
  const width = 100 / of;
  return { x: (index + 0.15) * width, width: width * 0.7 };
}

function Bar({
  hour,
  index,
  of,
  ticks,
}: {
  hour: Hour;
  index: number;
  of: number;
  ticks: readonly number[];
}) {
  const { median, slowest, processed } = hour;
  if (median === null || slowest === null) return null;
  const [low, high] = [heightOf(median, ticks), heightOf(slowest, ticks)];
  return (
    <g>
      <title>
        {`${both.format(hour.hour)}: ${processed} processed, median ${duration(median)}, slowest ${duration(slowest)}`}
      </title>
      <rect {...place(index, of)} y={100 - high} height={high} className="fill-accent opacity-30" />
      <rect {...place(index, of)} y={100 - low} height={low} className="fill-accent" />
    </g>
  );
}

function axis(hours: Hours, span: WebhooksAddress["span"]): string[] {
  const [words, count] = span === "day" ? [clock, 5] : [day, 4];
  const last = hours.length - 1;
  const texts = Array.from(
    { length: count },
    (_, index) => hours[Math.round((index * last) / (count - 1))],
  );
  return [...new Set(texts.flatMap((hour) => (hour ? words.format(hour.hour) : [])))];
}

function describe(hours: Hours, span: string): string {
  const heard = hours.filter(({ median }) => median !== null);
  const newest = heard.at(-1);
  if (!newest || newest.median === null) return `No webhook was processed in the last ${span}.`;
  const slowest = Math.max(...heard.map((hour) => hour.slowest ?? 0));
  return `Median lag of the last hour with webhooks: ${duration(newest.median)}. Slowest in the last ${span}: ${duration(slowest)}.`;
}
