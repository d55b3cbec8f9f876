/** One zone and one language for all: what the server wrote is what the browser would write. */
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

export function Day({ date }: { date: Date }) {
  return (
    <time dateTime={date.toISOString()} className="whitespace-nowrap">
      {day.format(date)}
    </time>
  );
}

const moment = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});

/** To the second, for what is looked at in logs. */
export function Moment({ date }: { date: Date }) {
  return (
    <time dateTime={date.toISOString()} title="UTC" className="whitespace-nowrap">
      {moment.format(date)}
    </time>
  );
}
