import type { Visit } from "../screen.ts";
import { actAs, at, entryOf, signedInAs } from "../steps.ts";

/** The administration area, in its own tint. */
export const administration: Visit = {
  who: "A platform administrator",
  enter: signedInAs("root@gatehouse.test"),
  screens: [
    {
      name: "admin",
      title: "Overview",
      path: "/admin",
      says: "how many there are, how the webhooks run, who is new",
      open: at("/admin"),
    },
    {
      name: "admin-users",
      title: "Users",
      path: "/admin/users",
      says: "everybody, to be searched and sorted",
      open: at("/admin/users"),
    },
    {
      name: "admin-user",
      title: "A user",
      path: "/admin/users/[id]",
      says: "what support needs: memberships, sessions, activity, and what can be done",
      open: entryOf("/admin/users", "Bob Baker"),
    },
    {
      name: "admin-ban",
      title: "A ban, to be confirmed",
      path: "/admin/users/[id]",
      says: "what will be lost, and the name to type",
      open: entryOf("/admin/users", "Bob Baker"),
      async show(page) {
        await page.getByRole("button", { name: "Ban", exact: true }).click();
        await page.getByRole("alertdialog").waitFor();
      },
    },
    {
      name: "admin-organizations",
      title: "Organizations",
      path: "/admin/organizations",
      says: "all tenants",
      open: at("/admin/organizations"),
    },
    {
      name: "admin-organization",
      title: "An organization",
      path: "/admin/organizations/[id]",
      says: "its members, invitations, activity and webhooks",
      open: entryOf("/admin/organizations", "Acme"),
    },
    {
      name: "admin-webhooks",
      title: "Webhooks",
      path: "/admin/webhooks",
      says: "what Clerk sent, how late, what became of it, and what can be done again",
      open: at("/admin/webhooks"),
    },
    {
      name: "admin-delivery",
      title: "A delivery",
      path: "/admin/webhooks/[id]",
      says: "one message, its attempts and what it said",
      async open(page) {
        await page.goto("/admin/webhooks");
        const link = page.locator('main table a[href^="/admin/webhooks/"]').first();
        await page.goto((await link.getAttribute("href")) ?? "");
      },
    },
    {
      name: "admin-runs",
      title: "Reconciliations",
      path: "/admin/webhooks/runs",
      says: "each time the database was compared with Clerk",
      open: at("/admin/webhooks/runs"),
    },
    {
      name: "admin-audit",
      title: "Audit trail",
      path: "/admin/audit",
      says: "every change and every look of an administrator, hash-chained",
      open: at("/admin/audit"),
    },
    {
      name: "admin-access",
      title: "Access",
      path: "/admin/access",
      says: "who may do what, derived from the table of grants",
      open: at("/admin/access"),
    },
  ],
};

/** An administrator who acts as somebody else. */
export const impersonation: Visit = {
  who: "An administrator as somebody else",
  async enter(page) {
    await signedInAs("root@gatehouse.test")(page);
    await actAs(page, "Bob Baker");
  },
  screens: [
    {
      name: "impersonation",
      title: "Impersonation",
      path: "/org/[slug]/dashboard",
      says: "as whom, why and until when, on every page until it is ended",
      async open(page) {
        await page.goto("/org/acme/dashboard");
        await page.getByRole("region", { name: "Impersonation" }).waitFor();
      },
    },
  ],
};
