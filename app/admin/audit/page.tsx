import { ScrollText, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { getCaller } from "@/src/server/trpc/server";
import {
  filterOfAudit,
  hrefOfAudit,
  isFilteredAudit,
  type AuditAddress,
} from "@/src/ui/admin/audit/address";
import { EventTable } from "@/src/ui/admin/audit/event-table";
import { AuditFilterForm } from "@/src/ui/admin/audit/filter-form";
import { Pager } from "@/src/ui/admin/list/pager";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { AuditSearch } from "./search-params";

export const metadata: Metadata = { title: "Audit trail" };

interface Props {
  searchParams: Promise<SearchParams>;
}

export default async function AuditPage({ searchParams }: Props) {
  const address = readSearchParams(AuditSearch, await searchParams);
  await requirePerson(hrefOfAudit(address ?? {}));
  // An address that somebody made up.
  if (!address) notFound();
  const { items, names, nextCursor } = await readAudit(address);
  return (
    <>
      <PageHeader
        title="Audit trail"
        about="What was done and what was refused, in every organization and by administrators. Times are UTC."
      />
      <AuditFilterForm address={address} />
      {items.length > 0 ? (
        <EventTable caption="Audit trail" events={items} names={names} />
      ) : isFilteredAudit(address) ? (
        <State icon={<SearchX />} title="Nothing matches">
          Nobody has done this, or nobody in that chain. Choose less, or clear the filter.
        </State>
      ) : (
        <State icon={<ScrollText />} title="Nothing has happened yet">
          Every change and every look of an administrator leaves a row here.
        </State>
      )}
      <Pager
        first={address.after && hrefOfAudit({ ...address, after: null })}
        next={nextCursor && hrefOfAudit({ ...address, after: nextCursor })}
      />
    </>
  );
}

async function readAudit(address: AuditAddress) {
  const caller = await getCaller();
  try {
    const input = { ...filterOfAudit(address), limit: 50 };
    return await orDashboard(caller.admin.audit(input), hrefOfAudit(address));
  } catch (error) {
    // A page that somebody made up.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
