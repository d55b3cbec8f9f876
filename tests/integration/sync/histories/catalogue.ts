import type { Permission, Role } from "./model.ts";
import { deletedJson, permissionJson, roleJson } from "./payloads.ts";
import { EventSource } from "./source.ts";

/** The roles and permissions that an instance of Clerk has. */
export class Catalogue extends EventSource {
  readonly permissions: Permission[] = [];
  readonly roles: Role[] = [];

  createPermission(key: string): Permission {
    const permission = { ...this.makeSubject("perm"), key, name: key };
    this.permissions.push(permission);
    this.emit("permission.created", permission, () => permissionJson(permission));
    return permission;
  }

  renamePermission(permission: Permission, name: string, bump: boolean): void {
    permission.name = name;
    if (bump) permission.updatedAt = this.clock.now;
    this.emit("permission.updated", permission, () => permissionJson(permission));
  }

  /** @param announced whether the roles that had it have events of their own. */
  deletePermission(permission: Permission, announced: boolean): void {
    permission.gone = true;
    this.emit("permission.deleted", permission, () => deletedJson(permission.id, "permission"));
    for (const role of this.roles) {
      if (announced && !role.gone && role.permissions.includes(permission))
        this.changeRoleOf(role, role.permissions, true);
    }
  }

  createRole(key: string, permissions: readonly Permission[]): Role {
    const role = { ...this.makeSubject("role"), key, name: key, permissions, told: [] };
    this.roles.push(role);
    this.#emitRole("role.created", role);
    return role;
  }

  changeRoleOf(role: Role, permissions: readonly Permission[], bump: boolean): void {
    role.permissions = permissions.filter(({ gone }) => !gone);
    if (bump) role.updatedAt = this.clock.now;
    this.#emitRole("role.updated", role);
  }

  deleteRole(role: Role): void {
    role.gone = true;
    this.emit("role.deleted", role, () => deletedJson(role.id, "role"));
  }

  /** A role's event speaks of its permissions too, and is the last word on them until they change. */
  #emitRole(type: string, role: Role): void {
    role.told = role.permissions.map(({ id }) => id).sort();
    role.stamp = Math.max(role.stamp, ...role.permissions.map(({ stamp }) => stamp));
    this.emit(type, role, () => {
      for (const permission of role.permissions) permission.stamp = role.stamp;
      return roleJson(role);
    });
  }
}
