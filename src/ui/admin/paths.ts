/** Where the administration shows what an id names. */
export const usersPath = "/admin/users";
export const organizationsPath = "/admin/organizations";
export const auditPath = "/admin/audit";

export function hrefOfUser(id: string): string {
  return `${usersPath}/${encodeURIComponent(id)}`;
}

export function hrefOfOrganization(id: string): string {
  return `${organizationsPath}/${encodeURIComponent(id)}`;
}

/** Null for an id that no page of its own is for. */
export function hrefOfSubject(id: string): string | null {
  if (/^user_[A-Za-z0-9]+$/.test(id)) return hrefOfUser(id);
  if (/^org_[A-Za-z0-9]+$/.test(id)) return hrefOfOrganization(id);
  return null;
}
