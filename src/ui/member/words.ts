import { isRole, roles } from "@/src/access/roles";

interface Named {
  readonly name: string | null;
  readonly email: string | null;
}

/** Of whom a webhook is late nothing is known yet. */
export function nameOfMember({ name, email }: Named): string {
  return name ?? email ?? "Not known yet";
}

export function nameOfRole(role: string | null): string {
  return isRole(role) ? roles[role].title : (role ?? "No role");
}
