import type { Outputs } from "@/src/client/trpc";
import { nameOfRole } from "@/src/ui/member/words";
import { Table } from "@/src/ui/table";
import { Day } from "@/src/ui/time";
import { Nothing, Section } from "../section";

const columns = [{ name: "For" }, { name: "Role" }, { name: "Sent" }, { name: "Expires" }];

/** The open invitations of an organization. */
export function Invitations({ of }: { of: Pick<Outputs["admin"]["organization"], "invitations"> }) {
  return (
    <Section id="invitations" title="Open invitations">
      {of.invitations.length === 0 ? (
        <Nothing>No invitation is open.</Nothing>
      ) : (
        <Table caption="Open invitations" columns={columns}>
          {of.invitations.map(({ id, emailAddress, role, createdAt, expiresAt }) => (
            <tr key={id} className="hover:bg-subtle/50">
              <td className="px-4 py-2.5 font-medium whitespace-nowrap">
                {emailAddress ?? "No longer kept"}
              </td>
              <td className="px-4 py-2.5">{nameOfRole(role)}</td>
              <td className="px-4 py-2.5 text-muted">
                <Day date={createdAt} />
              </td>
              <td className="px-4 py-2.5 text-muted">
                {expiresAt ? <Day date={expiresAt} /> : "Never"}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  );
}
