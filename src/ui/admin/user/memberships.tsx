import type { Outputs } from "@/src/client/trpc";
import { nameOfRole } from "@/src/ui/member/words";
import { Table } from "@/src/ui/table";
import { Day } from "@/src/ui/time";
import { OrganizationBadge } from "../organization/badge";
import { hrefOfOrganization } from "../paths";
import { Nothing, Section } from "../section";
import { SubjectName } from "../subject-name";

const columns = [{ name: "Organization" }, { name: "Role" }, { name: "Status" }, { name: "Since" }];

/** Where a person is a member, and as what. */
export function Memberships({ of }: { of: Pick<Outputs["admin"]["user"], "memberships"> }) {
  return (
    <Section id="memberships" title="Memberships">
      {of.memberships.length === 0 ? (
        <Nothing>A member of no organization.</Nothing>
      ) : (
        <Table caption="Memberships" columns={columns}>
          {of.memberships.map((membership) => (
            <tr key={membership.organizationId} className="hover:bg-subtle/50">
              <td className="px-4 py-2.5">
                <SubjectName
                  href={hrefOfOrganization(membership.organizationId)}
                  name={membership.name ?? "Without a name"}
                  about={membership.slug ?? membership.organizationId}
                  imageUrl={membership.imageUrl}
                  square
                />
              </td>
              <td className="px-4 py-2.5">{nameOfRole(membership.role)}</td>
              <td className="px-4 py-2.5">
                <OrganizationBadge deleted={membership.deleted} />
              </td>
              <td className="px-4 py-2.5 text-muted">
                <Day date={membership.createdAt} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}
