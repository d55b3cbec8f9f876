import { scopes } from "@/src/access/matrix/scopes";
import { Table } from "@/src/ui/table";

const columns = [
  { name: "Gate or permission" },
  { name: "May" },
  { name: "Of" },
  { name: "Which" },
];

/** What each gate, and each permission of the organization's, lets be done with which rows. */
export function GateTable() {
  return (
    <Table caption="What each gate and permission grants" columns={columns}>
      {scopes.flatMap(({ title, grants }) =>
        grants.map(({ model, actions, rows }, index) => (
          <tr key={`${title} ${model}`}>
            {index === 0 && (
              <th
                scope="rowgroup"
                rowSpan={grants.length}
                className="px-4 py-2.5 align-top font-normal whitespace-nowrap"
              >
                <code className="font-mono">{title}</code>
              </th>
            )}
            <td className="px-4 py-2.5 whitespace-nowrap">{actions.join(", ")}</td>
            <td className="px-4 py-2.5">{model}</td>
            <td className="px-4 py-2.5 whitespace-nowrap text-muted">{rows}</td>
          </tr>
        )),
      )}
    </Table>
  );
}
