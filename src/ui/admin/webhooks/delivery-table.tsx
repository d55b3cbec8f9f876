"use client";

import { RotateCcw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { DeliveryId } from "@/src/access/ids";
import { calls } from "@/src/client/procedure";
import type { Outputs } from "@/src/client/trpc";
import { Badge } from "@/src/ui/badge";
import { Button } from "@/src/ui/button";
import { Table } from "@/src/ui/table";
import { Moment } from "@/src/ui/time";
import { webhooksPath } from "./address";
import { Checkbox } from "../../checkbox";
import { Subjects } from "./subjects";
import { useReplay } from "./use-replay";
import { duration, sourceWords, statusWords } from "./words";

const columns = [
  { name: "Choose", hidden: true, className: "w-10" },
  { name: "Type" },
  { name: "Status" },
  { name: "About" },
  { name: "Received" },
  { name: "Lag", className: "text-right" },
  { name: "Attempts", className: "text-right" },
];

interface Props {
  deliveries: Outputs["delivery"]["list"]["items"];
}

/** The deliveries of one page; chosen ones can be replayed together. */
export function DeliveryTable({ deliveries }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const replay = useReplay();
  const openable = deliveries.filter(({ id }) => DeliveryId.safeParse(id).success);
  const ids = openable.map(({ id }) => id);
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <>
      <div className="mb-3 flex min-h-9 flex-wrap items-center gap-3">
        <label className="flex items-center gap-2 text-small">
          <Checkbox
            checked={ids.length > 0 && chosen.size === ids.length}
            onChange={(event) => setChosen(new Set(event.target.checked ? ids : []))}
          />
          Choose all on this page
        </label>
        {chosen.size > 0 && (
          <Button
            {...calls("delivery.replay")}
            busy={replay.left > 0}
            onClick={() => void replay.start([...chosen]).then(() => setChosen(new Set()))}
          >
            <RotateCcw aria-hidden className="size-4" />
            Replay {chosen.size} {chosen.size === 1 ? "delivery" : "deliveries"}
          </Button>
        )}
      </div>
      <Table caption="Deliveries" columns={columns}>
        {deliveries.map((delivery) => (
          <tr key={delivery.id}>
            <td className="px-4 py-2.5">
              <Checkbox
                aria-label={`Choose ${delivery.type} ${delivery.id}`}
                disabled={!ids.includes(delivery.id)}
                checked={chosen.has(delivery.id)}
                onChange={(event) => choose(delivery.id, event.target.checked)}
              />
            </td>
            <td className="px-4 py-2.5">
              <Link
                href={`${webhooksPath}/${encodeURIComponent(delivery.id)}`}
                prefetch={false}
                className="block rounded-control text-ui font-medium whitespace-nowrap hover:underline"
              >
                {delivery.type}
              </Link>
              <span className="block font-mono text-xs text-muted">{delivery.id}</span>
            </td>
            <td className="px-4 py-2.5">
              <span className="flex items-center gap-1.5">
                <Badge tone={statusWords[delivery.status].tone}>
                  {statusWords[delivery.status].name}
                </Badge>
                {delivery.source !== "webhook" && <Badge>{sourceWords[delivery.source]}</Badge>}
              </span>
              {delivery.error && (
                <span
                  className="mt-1 block max-w-56 truncate font-mono text-xs text-muted"
                  title={delivery.error}
                >
                  {delivery.error}
                </span>
              )}
            </td>
            <td className="px-4 py-2.5">
              <Subjects subjects={delivery.subjects} />
            </td>
            <td className="px-4 py-2.5 text-muted">
              <Moment date={delivery.receivedAt} />
            </td>
            <td className="px-4 py-2.5 text-right whitespace-nowrap">
              {delivery.lag === null ? "–" : duration(delivery.lag)}
            </td>
            <td className="px-4 py-2.5 text-right">{delivery.attempts}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
