import type { Outputs } from "@/src/client/trpc";
import { Badge } from "@/src/ui/badge";
import { nameOfRole } from "@/src/ui/member/words";
import { Table } from "@/src/ui/table";
import { Day } from "@/src/ui/time";
import { hrefOfUser } from "../paths";
import { Nothing } from "../section";
import { SubjectName } from "../subject-name";

const columns = [{ name: "Member" }, { name: "Role" }, { name: "Since" }];

export function MemberTable({
  members,
}: {
  members: Outputs["admin"]["organizationMembers"]["items"];
}) {
  if (members.length === 0) return <Nothing>Nobody is a member.</Nothing>;
  return (
    <Table caption="Members" columns={columns}>
      {members.map((member) => (
        <tr key={member.id} className="hover:bg-subtle/50">
          <td className="px-4 py-2.5">
            <SubjectName
              href={hrefOfUser(member.id)}
              name={member.name ?? member.email ?? "Without a name"}
              about={member.name === null ? member.id : (member.email ?? "No e-mail address")}
              imageUrl={member.imageUrl}
            />
          </td>
          <td className="px-4 py-2.5">
            <span className="flex items-center gap-2">
              {nameOfRole(member.role)}
              {member.banned && <Badge tone="warning">Banned</Badge>}
            </span>
          </td>
          <td className="px-4 py-2.5 text-muted">
            <Day date={member.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
