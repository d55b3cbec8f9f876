/** @jsxImportSource hono/jsx */

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "long" });

/** The time of day for today, the day for others; the whole of it as a hint. */
export function Time({ at }: { at: number | null | undefined }) {
  if (!at) return <span class="muted">never</span>;
  const date = new Date(at);
  return (
    <time datetime={date.toISOString()} title={exact.format(date)}>
      {short(date)}
    </time>
  );
}

function short(date: Date): string {
  return day.format(date) === day.format(new Date()) ? clock.format(date) : day.format(date);
}
