import { RefreshCw } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";
import { webhooksPath } from "@/src/ui/admin/webhooks/address";
import { RunTable } from "@/src/ui/admin/webhooks/run-table";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { hrefOf, Pages, readAddress, type TableAddress } from "@/src/ui/table";

export const metadata: Metadata = { title: "Runs" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RunsPage({ searchParams }: Props) {
  const address = readAddress(`${webhooksPath}/runs`, await searchParams);
  await requirePerson(hrefOf(address));
  const page = await readRuns(address);
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
      <Pages address={address} next={page.nextCursor} />
    </>
  );
}

async function readRuns(address: TableAddress) {
  const caller = await getCaller();
  try {
    const input = { cursor: address.after, limit: 25 };
    return await orDashboard(caller.run.list(input), hrefOf(address));
  } catch (error) {
    // A page that somebody made up.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
