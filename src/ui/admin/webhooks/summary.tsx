import type { Outputs } from "@/src/client/trpc";
import { Tiles } from "@/src/ui/admin/tiles";
import { Moment } from "@/src/ui/time";
import { hrefOfWebhooks } from "./address";
import { duration } from "./words";

type Lag = Outputs["delivery"]["lag"];
const number = new Intl.NumberFormat("en-GB");

/** What needs somebody, in figures; each leads to what it counts. */
export function Summary({ lag }: { lag: Lag }) {
  const newest = lag.hours.findLast(({ median }) => median !== null);
  const received = lag.hours.slice(-24).reduce((sum, hour) => sum + hour.received, 0);
  const tiles = [
    {
      name: "Lag",
      value: newest?.median === null || newest === undefined ? "–" : duration(newest.median),
      about: "Median of the last hour with webhooks",
    },
    { name: "Received", value: number.format(received), about: "Webhooks in the last 24 hours" },
    {
      name: "Failed",
      value: number.format(lag.failed),
      about: lag.oldestFailed ? (
        <>
          Oldest: <Moment date={lag.oldestFailed} />
        </>
      ) : (
        "Nothing waits to be applied"
      ),
      href: hrefOfWebhooks({ status: "failed" }),
      alarming: lag.failed > 0,
    },
    {
      name: "Rejected",
      value: number.format(lag.rejected),
      about:
        lag.openCommands > 0
          ? `Changes at Clerk with an open end: ${number.format(lag.openCommands)}`
          : "Not of their type, or of another instance",
      href: hrefOfWebhooks({ status: "rejected" }),
    },
  ];
  return <Tiles tiles={tiles} />;
}
