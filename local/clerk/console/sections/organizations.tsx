/** @jsxImportSource hono/jsx */
import type { App } from "../../http.ts";
import type { Instance } from "../../instance.ts";
import { Frame } from "../frame.tsx";
import { OrganizationLink } from "../parts/identity.tsx";
import { Pages, pageOf } from "../parts/pages.tsx";
import { Search } from "../parts/search.tsx";
import { Empty, Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";

export function addOrganizations(app: App, instance: Instance): void {
  app.get("/console/organizations", (c) => {
    const query = c.req.query("q")?.trim() ?? "";
    const { store } = instance;
    const wanted = query.toLowerCase();
    const found = store.organizations
      .filter((one) => `${one.name} ${one.slug} ${one.id}`.toLowerCase().includes(wanted))
      .reverse();
    const page = pageOf(c, found);
    const columns = ["Organization", "Members", "Pending invitations", "Created"];
    return c.html(
      <Frame c={c} instance={instance} title="Organizations" lead={countOf(found.length)}>
        <Search label="Search by name, slug or id" value={query} />
        {page.items.length > 0 ? (
          <Table caption="Organizations" columns={columns}>
            {page.items.map((organization) => {
              const belongs = (one: { organizationId: string }) =>
                one.organizationId === organization.id;
              const invitations = store.invitations.filter(
                (one) => belongs(one) && one.status === "pending",
              );
              return (
                <tr>
                  <td>
                    <OrganizationLink organization={organization} id={organization.id} />
                  </td>
                  <td>{store.memberships.filter(belongs).length}</td>
                  <td>{invitations.length}</td>
                  <td>
                    <Time at={organization.createdAt} />
                  </td>
                </tr>
              );
            })}
          </Table>
        ) : (
          <Empty title={query ? "No organization matches" : "There is no organization yet"}>
            {query ? "Try a part of the name." : "Create one in the application."}
          </Empty>
        )}
        <Pages c={c} page={page} />
      </Frame>,
    );
  });
}

function countOf(count: number): string {
  return count === 1 ? "1 organization" : `${count} organizations`;
}
