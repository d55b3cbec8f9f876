import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const roleSets: Contract<"roleSets"> = {
  getRoleSetList: missing(REASON, ({ api }) => api.roleSets.getRoleSetList()),
  getRoleSet: missing(REASON, ({ api }) => api.roleSets.getRoleSet("rset_x")),
  createRoleSet: missing(REASON, ({ api }) =>
    api.roleSets.createRoleSet({
      name: "x",
      defaultRoleKey: "org:member",
      creatorRoleKey: "org:admin",
      roles: [],
    }),
  ),
  updateRoleSet: missing(REASON, ({ api }) =>
    api.roleSets.updateRoleSet({ roleSetKeyOrId: "rset_x" }),
  ),
  addRolesToRoleSet: missing(REASON, ({ api }) =>
    api.roleSets.addRolesToRoleSet({ roleSetKeyOrId: "rset_x", roleKeys: [] }),
  ),
  replaceRoleInRoleSet: missing(REASON, ({ api }) =>
    api.roleSets.replaceRoleInRoleSet({
      roleSetKeyOrId: "rset_x",
      roleKey: "org:a",
      toRoleKey: "org:b",
    }),
  ),
  replaceRoleSet: missing(REASON, ({ api }) =>
    api.roleSets.replaceRoleSet({ roleSetKeyOrId: "rset_x", destRoleSetKey: "role_set:y" }),
  ),
};
