import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const organizationPermissions: Contract<"organizationPermissions"> = {
  getOrganizationPermissionList: missing(REASON, ({ api }) =>
    api.organizationPermissions.getOrganizationPermissionList(),
  ),
  getOrganizationPermission: missing(REASON, ({ api }) =>
    api.organizationPermissions.getOrganizationPermission("perm_x"),
  ),
  createOrganizationPermission: missing(REASON, ({ api }) =>
    api.organizationPermissions.createOrganizationPermission({ name: "x", key: "org:x:y" }),
  ),
  updateOrganizationPermission: missing(REASON, ({ api }) =>
    api.organizationPermissions.updateOrganizationPermission({ permissionId: "perm_x" }),
  ),
  deleteOrganizationPermission: missing(REASON, ({ api }) =>
    api.organizationPermissions.deleteOrganizationPermission("perm_x"),
  ),
};
