import {
  grantedActions,
  permissionGrants,
  type Action,
  type Gate,
  type Model,
} from "@/src/access/grants";
import { closePermissions, permissions, type Permission } from "@/src/access/permissions";
import { isRole, roles } from "@/src/access/roles";
import { placeOf } from "./literal.ts";
import type { Definition, Module, Open, Place } from "./module.ts";

/** Where the tables of src/access and the gates say what they say. */
export interface AccessSource {
  role(role: string): Place | null;
  /** Each step from a role to a permission: the role's own, then what implies the next. Empty when the role lacks it. */
  grantOfRole(role: string, permission: Permission): readonly Step[];
  grant(gate: Gate, permission: Permission | null, model: Model, action: Action): Place | null;
  /** Where the procedure of a gate is made. */
  maker(name: string): Place | null;
  /** Where one of the gates' own checks is. */
  check(name: string): Place | null;
}

export interface Step {
  readonly permission: Permission;
  readonly place: Place | null;
}

export function openAccess(open: Open): AccessSource {
  const named = (file: string, name: string): Definition | null =>
    open(file).find(name)?.definition ?? null;
  const table = (file: string, name: string, ...keys: string[]): Place | null => {
    const found = named(file, name);
    return found && placeOf(found, keys);
  };
  const catalogue = (): Module => open("src/access/permissions.ts");
  return {
    role: (role) => table("src/access/roles.ts", "roles", role),
    check: (name) => named("src/server/trpc/admission.ts", name)?.place ?? null,
    maker: (name) => named("src/server/trpc/procedures.ts", name)?.place ?? null,
    grantOfRole(role, permission) {
      if (!isRole(role)) return [];
      const own: readonly Permission[] = roles[role].permissions;
      const path = own
        .map((start) => pathTo(start, permission))
        .filter((each) => each.length > 0)
        .sort((a, b) => a.length - b.length)[0];
      return (path ?? []).map((each, index) => {
        const before = path?.[index - 1];
        const within =
          before === undefined
            ? named("src/access/roles.ts", "roles")
            : (catalogue().find("permissions")?.definition ?? null);
        const place = within && placeOfText(within, before ?? role, each);
        return { permission: each, place };
      });
    },
    grant(gate, permission, model, action) {
      if (grantedActions(gate).get(model)?.has(action))
        return table("src/access/grants.ts", "gateGrants", gate, model);
      const adding = closePermissions(permission ? [permission] : []).find((each) => {
        const grant: { readonly [M in Model]?: readonly Action[] } = permissionGrants[each];
        return grant[model]?.includes(action);
      });
      return adding ? table("src/access/grants.ts", "permissionGrants", adding, model) : null;
    },
  };
}

/** From a permission over what it implies to another; empty when it does not lead there. */
function pathTo(from: Permission, to: Permission): Permission[] {
  if (from === to) return [from];
  const implied: readonly Permission[] = permissions[from].implies;
  const rest = implied.map((each) => pathTo(each, to)).find((path) => path.length > 0);
  return rest ? [from, ...rest] : [];
}

/** The line of a string within the entry of a table. */
function placeOfText(table: Definition, key: string, text: string): Place | null {
  const entry = table.tokens.findIndex((token) => token.kind === "string" && token.text === key);
  const found = table.tokens
    .slice(entry + 1)
    .find((token) => token.kind === "string" && token.text === text);
  return entry >= 0 && found ? { file: table.place.file, line: found.line } : null;
}
