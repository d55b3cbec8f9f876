/** What is measured, and as whom. A path may be found on another page: by the name of a link. */
export interface Route {
  readonly path: string;
  /** Clerk's script loads on it: fewer points are wanted. */
  readonly clerk: boolean;
}

export const publicRoutes: readonly Route[] = ["/", "/about", "/pricing", "/blog"].map((path) => ({
  path,
  clerk: false,
}));

export const signInRoutes: readonly Route[] = ["/sign-in", "/sign-up"].map((path) => ({
  path,
  clerk: true,
}));

export const people = [
  {
    email: "alice@acme.test",
    paths: [
      "/dashboard",
      "/account",
      "/org/acme/dashboard",
      "/org/acme/members",
      "/org/acme/activity",
      "/org/acme/settings",
    ],
  },
  {
    email: "root@gatehouse.test",
    paths: [
      "/admin",
      "/admin/users",
      "/admin/organizations",
      "/admin/audit",
      "/admin/webhooks",
      "/admin/access",
    ],
  },
] as const;
