import { Check, Minus } from "lucide-react";
import { permissions, type Permission } from "@/src/access/permissions";
import { rolePermissions, roles } from "@/src/access/roles";

/** Roles and permissions, read from the table that the gates use. */
export function GrantTable() {
  // Guarantee: the keys of `permissions` are what Permission is made of.
  const rows = Object.keys(permissions) as Permission[];
  const columns = Object.entries(roles).map(([key, role]) => ({
    key,
    title: role.title,
    granted: new Set(rolePermissions(key)),
  }));
  return (
    <div
      className="overflow-x-auto rounded-card border bg-surface"
      tabIndex={0}
      role="region"
      aria-label="Roles and permissions"
    >
      <table className="w-full text-left text-small">
        <thead className="border-b text-muted">
          <tr>
            <th scope="col" className="px-4 py-2.5 font-medium">
              Permission
            </th>
            {columns.map((column) => (
              <th key={column.key} scope="col" className="w-24 px-4 py-2.5 text-center font-medium">
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {rows.map((permission) => (
            <tr key={permission}>
              <th scope="row" className="px-4 py-2.5 font-normal">
                <code className="font-mono">{permission}</code>
                <span className="block text-muted">{permissions[permission].title}</span>
              </th>
              {columns.map((column) => (
                <td key={column.key} className="px-4 py-2.5 text-center">
                  {column.granted.has(permission) ? (
                    <>
                      <Check aria-hidden className="inline size-4 text-success" />
                      <span className="sr-only">Yes</span>
                    </>
                  ) : (
                    <>
                      <Minus aria-hidden className="inline size-4 text-muted" />
                      <span className="sr-only">No</span>
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
