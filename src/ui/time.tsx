/** One zone and one language for all: what the server wrote is what the browser would write. */
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

export function Day({ date }: { date: Date }) {
  return (
    <time dateTime={date.toISOString()} className="whitespace-nowrap">
      {day.format(date)}
    </time>
  );
}
