import type { Visit } from "../screen.ts";
import { at, entryOf, press, signedInAs } from "../steps.ts";

/** An organization's admin at work. */
export const organization: Visit = {
  who: "An admin of an organization",
  enter: signedInAs("alice@acme.test"),
  screens: [
    {
      name: "dashboard",
      title: "Dashboard",
      path: "/dashboard",
      says: "one's organizations and one's posts",
      open: at("/dashboard"),
    },
    {
      name: "account",
      title: "Account",
      path: "/account",
      says: "Clerk's profile inside the application's own page, with everything else that is one's own",
      open: at("/account"),
    },
    {
      name: "projects",
      title: "Projects",
      path: "/org/[slug]/dashboard",
      says: "the organization's projects, with what an admin may do to each",
      open: at("/org/acme/dashboard"),
    },
    {
      name: "project",
      title: "A project",
      path: "/org/[slug]/projects/[id]",
      says: "its tasks, done and to do",
      open: entryOf("/org/acme/dashboard", "Website relaunch"),
    },
    {
      name: "members",
      title: "Members",
      path: "/org/[slug]/members",
      says: "who belongs to it, as what; roles are changed in place, invitations stand below",
      open: at("/org/acme/members"),
    },
    {
      name: "confirm",
      title: "Confirmation by name",
      path: "/org/[slug]/members",
      says: "before somebody is removed, their name has to be typed",
      open: at("/org/acme/members"),
      async show(page) {
        await press(page, "Remove Bob Baker");
        await page.getByRole("alertdialog").getByRole("textbox").fill("Bob");
      },
    },
    {
      name: "activity",
      title: "Activity",
      path: "/org/[slug]/activity",
      says: "what was done and what was refused, by whom",
      open: at("/org/acme/activity"),
    },
    {
      name: "settings",
      title: "Settings",
      path: "/org/[slug]/settings",
      says: "Clerk's profile of the organization, and leaving it",
      open: at("/org/acme/settings"),
    },
    {
      name: "command-menu",
      title: "Command menu",
      path: "/org/[slug]/dashboard",
      says: "Ctrl-K or Cmd-K: pages, projects and organizations, as far as one may",
      open: at("/org/acme/dashboard"),
      async show(page) {
        await page.keyboard.press("Control+k");
        await page.getByRole("option", { name: "Members" }).waitFor();
      },
    },
    {
      name: "shortcuts",
      title: "Keyboard shortcuts",
      path: "/org/[slug]/dashboard",
      says: "`?` lists what the keyboard can do here",
      open: at("/org/acme/dashboard"),
      async show(page) {
        await page.keyboard.press("?");
        await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      },
    },
  ],
};

/** What a role does not reach is not offered, or says why. */
export const member: Visit = {
  who: "A member",
  enter: signedInAs("bob@acme.test"),
  screens: [
    {
      name: "projects-member",
      title: "Projects, for a member",
      path: "/org/[slug]/dashboard",
      says: "the same list without what a member may not do",
      open: at("/org/acme/dashboard"),
    },
    {
      name: "forbidden",
      title: "Beyond one's role",
      path: "/org/[slug]/activity",
      says: "a page that the role does not reach says so, and who can help",
      open: at("/org/acme/activity"),
    },
    {
      name: "foreign",
      title: "Somebody else's organization",
      path: "/org/[slug]/dashboard",
      says: "one answer for what does not exist and for what is not yours",
      open: at("/org/globex/dashboard"),
    },
  ],
};
