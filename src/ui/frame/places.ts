import type { Permission } from "@/src/access/permissions";

/** What decides which places somebody is offered. The pages and their procedures decide again. */
export interface Reach {
  readonly area: "person" | "organization" | "administration";
  readonly organizations: readonly { slug: string; name: string }[];
  readonly administrator: boolean;
  /** The organization of this page, and what one may do there. */
  readonly active: { readonly slug: string; readonly permissions: readonly string[] } | null;
}

export interface Place {
  readonly name: string;
  readonly href: string;
  readonly group: "This organization" | "You" | "Administration";
  /** After `g`. */
  readonly key?: string;
}

const organizationPlaces: readonly {
  name: string;
  end: string;
  key: string;
  needs?: Permission;
}[] = [
  { name: "Projects", end: "dashboard", key: "p" },
  { name: "Members", end: "members", key: "m", needs: "org:members:read" },
  { name: "Activity", end: "activity", key: "a", needs: "org:audit:read" },
  { name: "Settings", end: "settings", key: "s" },
];

export const administrationPlaces: readonly Place[] = [
  { name: "Overview", href: "/admin", group: "Administration", key: "o" },
  { name: "Users", href: "/admin/users", group: "Administration" },
  { name: "Organizations", href: "/admin/organizations", group: "Administration" },
  { name: "Webhooks", href: "/admin/webhooks", group: "Administration" },
  { name: "Audit trail", href: "/admin/audit", group: "Administration" },
  { name: "Access", href: "/admin/access", group: "Administration" },
];

/** The pages that this person is offered from here, in the order in which they are shown. */
export function placesOf(reach: Reach): Place[] {
  const { active } = reach;
  const here = active
    ? organizationPlaces
        .filter(({ needs }) => needs === undefined || active.permissions.includes(needs))
        .map(({ name, end, key }): Place => ({
          name,
          href: `/org/${active.slug}/${end}`,
          group: "This organization",
          key,
        }))
    : [];
  return [
    ...here,
    { name: "Your dashboard", href: "/dashboard", group: "You", key: "d" },
    { name: "Your account", href: "/account", group: "You", key: "u" },
    { name: "Blog", href: "/blog", group: "You", key: "b" },
    ...(reach.administrator ? administrationPlaces : []),
  ];
}
