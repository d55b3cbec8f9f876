import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { orDashboard, refusalOf, requirePerson } from "@/src/server/auth/guard";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { getCaller } from "@/src/server/trpc/server";
import { FilterForm, type AccessAddress } from "@/src/ui/admin/access/filter-form";
import { GateTable } from "@/src/ui/admin/access/gate-table";
import { PageMatrix, ProcedureMatrix, RouteMatrix } from "@/src/ui/admin/access/matrix";
import { GrantTable } from "@/src/ui/home/grant-table";
import { PageHeader } from "@/src/ui/page-header";
import { State } from "@/src/ui/state";
import { AccessSearch } from "./search-params";

export const metadata: Metadata = { title: "Access" };

interface Props {
  searchParams: Promise<SearchParams>;
}

export default async function AccessPage({ searchParams }: Props) {
  await requirePerson("/admin/access");
  const found = readSearchParams(AccessSearch, await searchParams);
  // An address that names a gate or a caller which is not there is one that somebody made up.
  if (!found) notFound();
  const { q: search, gate = null, as: principal = null } = found;
  const address: AccessAddress = { search, gate, principal };
  const access = await readAccess(address);
  const { procedures, pages, routes, principals, total } = access;
  const none = procedures.length + pages.length + routes.length === 0;
  return (
    <>
      <PageHeader
        title="Access"
        about="Who may do what, derived from the table of grants and this server's own router. The tests call every cell."
      />
      <FilterForm {...address} />
      {none ? (
        <State icon={<SearchX />} title="Nothing matches">
          Search for a part of a procedure&apos;s name, of a permission or of an address.
        </State>
      ) : (
        <div className="grid grid-cols-1 gap-10">
          <p className="text-muted">
            {procedures.length} of {total} procedures, {principals.length}{" "}
            {principals.length === 1 ? "caller" : "callers"}.
            {principals.length > 1 && (
              <span className="xl:hidden"> Scroll the tables sideways to see them all.</span>
            )}
          </p>
          {procedures.length > 0 && <ProcedureMatrix {...access} />}
          {pages.length > 0 && <PageMatrix {...access} />}
          {routes.length > 0 && <RouteMatrix {...access} />}
          <section aria-labelledby="callers">
            <h2 id="callers" className="mb-3 text-base font-semibold">
              Callers
            </h2>
            <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
              {principals.map(({ key, title, description }) => (
                <div key={key}>
                  <dt className="font-medium">{title}</dt>
                  <dd className="text-muted">{description}</dd>
                </div>
              ))}
            </dl>
          </section>
          <section aria-labelledby="roles">
            <h2 id="roles" className="mb-3 text-base font-semibold">
              Roles and permissions
            </h2>
            <GrantTable />
          </section>
          <section aria-labelledby="grants">
            <h2 id="grants" className="mb-3 text-base font-semibold">
              Grants
            </h2>
            <GateTable />
          </section>
        </div>
      )}
    </>
  );
}

async function readAccess(address: AccessAddress) {
  const caller = await getCaller();
  try {
    return await orDashboard(caller.admin.access(address), "/admin/access");
  } catch (error) {
    // A search term that cannot be one.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
