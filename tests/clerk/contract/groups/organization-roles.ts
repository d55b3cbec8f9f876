import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const organizationRoles: Contract<"organizationRoles"> = {
  getOrganizationRoleList: missing(REASON, ({ api }) =>
    api.organizationRoles.getOrganizationRoleList(),
  ),
  getOrganizationRole: missing(REASON, ({ api }) =>
    api.organizationRoles.getOrganizationRole("role_x"),
  ),
  createOrganizationRole: missing(REASON, ({ api }) =>
    api.organizationRoles.createOrganizationRole({ name: "x", key: "org:x" }),
  ),
  updateOrganizationRole: missing(REASON, ({ api }) =>
    api.organizationRoles.updateOrganizationRole({ organizationRoleId: "role_x" }),
  ),
  deleteOrganizationRole: missing(REASON, ({ api }) =>
    api.organizationRoles.deleteOrganizationRole("role_x"),
  ),
  assignPermissionToOrganizationRole: missing(REASON, ({ api }) =>
    api.organizationRoles.assignPermissionToOrganizationRole({
      organizationRoleId: "role_x",
      permissionId: "perm_x",
    }),
  ),
  removePermissionFromOrganizationRole: missing(REASON, ({ api }) =>
    api.organizationRoles.removePermissionFromOrganizationRole({
      organizationRoleId: "role_x",
      permissionId: "perm_x",
    }),
  ),
};
