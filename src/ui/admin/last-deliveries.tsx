import Link from "next/link";
import type { Outputs } from "@/src/client/trpc";
import { Badge } from "@/src/ui/badge";
import { Table } from "@/src/ui/table";
import { Moment } from "@/src/ui/time";
import { Nothing, Section } from "./section";
import { hrefOfWebhooks, webhooksPath } from "./webhooks/address";
import { sourceWords, statusWords } from "./webhooks/words";

interface LastDeliveriesProps {
  subject: string;
  deliveries: Outputs["admin"]["user"]["deliveries"];
}

const columns = [{ name: "Type" }, { name: "Status" }, { name: "From" }, { name: "Received" }];

/** What was last heard of somebody from Clerk. */
export function LastDeliveries({ subject, deliveries }: LastDeliveriesProps) {
  return (
    <Section
      id="deliveries"
      title="Last deliveries"
      more={{ href: hrefOfWebhooks({ subject }), name: "All deliveries" }}
    >
      {deliveries.length === 0 ? (
        <Nothing>Nothing was heard from Clerk, or it is no longer kept.</Nothing>
      ) : (
        <Table caption="Last deliveries" columns={columns}>
          {deliveries.map(({ id, type, status, source, receivedAt }) => (
            <tr key={id} className="hover:bg-subtle/50">
              <td className="px-4 py-2.5">
                <Link
                  href={`${webhooksPath}/${encodeURIComponent(id)}`}
                  prefetch={false}
                  className="rounded-control font-medium whitespace-nowrap hover:underline"
                >
                  {type}
                </Link>
              </td>
              <td className="px-4 py-2.5">
                <Badge tone={statusWords[status].tone}>{statusWords[status].name}</Badge>
              </td>
              <td className="px-4 py-2.5 text-muted">{sourceWords[source]}</td>
              <td className="px-4 py-2.5 text-muted">
                <Moment date={receivedAt} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}
