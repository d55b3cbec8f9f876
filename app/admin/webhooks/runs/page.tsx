import { RefreshCw } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { getCaller } from "@/src/server/trpc/server";
import { webhooksPath } from "@/src/ui/admin/webhooks/address";
import { Pager } from "@/src/ui/admin/list/pager";
import { RunTable } from "@/src/ui/admin/webhooks/run-table";
import { hrefWith } from "@/src/ui/address";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { RunsSearch } from "./search-params";

export const metadata: Metadata = { title: "Runs" };

interface Props {
  searchParams: Promise<SearchParams>;
}

export default async function RunsPage({ searchParams }: Props) {
  const found = readSearchParams(RunsSearch, await searchParams);
  await requirePerson(hrefOfRuns(found?.after ?? null));
  // An address that somebody made up.
  if (!found) notFound();
  const { after } = found;
  const page = await readRuns(after);
  return (
    <>
      <PageHeader
        title="Runs"
        about="Every reconcile and replay, who asked for it and what it found."
      />
      {page.items.length === 0 ? (
        <State icon={<RefreshCw />} title="There was no run yet">
          A reconcile compares the mirror with Clerk; a replay applies what is stored once more.
        </State>
      ) : (
        <RunTable runs={page.items} />
      )}
      <Pager
        first={after && hrefOfRuns(null)}
        next={page.nextCursor && hrefOfRuns(page.nextCursor)}
      />
    </>
  );
}

function hrefOfRuns(after: string | null): string {
  return hrefWith(`${webhooksPath}/runs`, { after });
}

async function readRuns(after: string | null) {
  const caller = await getCaller();
  try {
    const input = { cursor: after, limit: 25 };
    return await orDashboard(caller.run.list(input), hrefOfRuns(after));
  } catch (error) {
    // A page that somebody made up.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
