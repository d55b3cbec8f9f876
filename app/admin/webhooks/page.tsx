import { Inbox, SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Connection } from "@/src/client/connection";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { getCaller } from "@/src/server/trpc/server";
import {
  filterOf,
  hrefOfWebhooks,
  isFiltered,
  type WebhooksAddress,
} from "@/src/ui/admin/webhooks/address";
import { DeliveryTable } from "@/src/ui/admin/webhooks/delivery-table";
import { FilterForm } from "@/src/ui/admin/webhooks/filter-form";
import { LagChart } from "@/src/ui/admin/webhooks/lag-chart";
import { Runs } from "@/src/ui/admin/webhooks/runs";
import { Summary } from "@/src/ui/admin/webhooks/summary";
import { buttonClass } from "@/src/ui/button";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { WebhooksSearch } from "./search-params";

export const metadata: Metadata = { title: "Webhooks" };

interface Props {
  searchParams: Promise<SearchParams>;
}

export default async function WebhooksPage({ searchParams }: Props) {
  const address = readSearchParams(WebhooksSearch, await searchParams);
  const person = await requirePerson(hrefOfWebhooks(address ?? {}));
  // An address that somebody made up.
  if (!address) notFound();
  const { deliveries, lag, runs } = await read(address);
  return (
    <Connection key={person.userId} userId={person.userId} organizationId={null}>
      <PageHeader
        title="Webhooks"
        about="What was heard from Clerk, what became of it, and how far the mirror is behind."
      />
      <Summary lag={lag} />
      <LagChart hours={lag.hours} address={address} />
      <Runs newest={runs.items[0] ?? null} unapplied={lag.failed + lag.rejected} />
      <section className="mt-8" aria-labelledby="deliveries">
        <h2 id="deliveries" className="mb-3 text-base font-semibold">
          Deliveries
        </h2>
        <FilterForm address={address} />
        {deliveries.items.length > 0 ? (
          <DeliveryTable deliveries={deliveries.items} />
        ) : isFiltered(address) ? (
          <State icon={<SearchX />} title="No delivery matches">
            Choose another status or time, or search for another id.
          </State>
        ) : (
          <State icon={<Inbox />} title="Nothing has come yet">
            Clerk tells of people and organizations by webhook; each delivery is kept here.
          </State>
        )}
        {(address.after ?? deliveries.nextCursor) !== null && (
          <nav aria-label="Pages" className="mt-4 flex justify-end gap-2">
            {address.after && (
              <Link href={hrefOfWebhooks({ ...address, after: null })} className={buttonClass()}>
                First page
              </Link>
            )}
            {deliveries.nextCursor && (
              <Link
                href={hrefOfWebhooks({ ...address, after: deliveries.nextCursor })}
                className={buttonClass()}
              >
                Next page
              </Link>
            )}
          </nav>
        )}
      </section>
    </Connection>
  );
}

async function read(address: WebhooksAddress) {
  const caller = await getCaller();
  try {
    const [deliveries, lag, runs] = await orDashboard(
      Promise.all([
        caller.delivery.list({ ...filterOf(address), limit: 25 }),
        caller.delivery.lag({ span: address.span }),
        caller.run.list({ limit: 1 }),
      ]),
      hrefOfWebhooks(address),
    );
    return { deliveries, lag, runs };
  } catch (error) {
    // A type, an id or a page that cannot be one.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
