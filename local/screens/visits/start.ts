import type { Visit } from "../screen.ts";
import { at, goOn, press, signUp } from "../steps.ts";

/** Somebody who has just signed up. Each picture is of the next step, which the one before leads to. */
export const start: Visit = {
  who: "Somebody new",
  enter: (page, world) => signUp(page, world, "nora@northwind.test"),
  screens: [
    {
      name: "onboarding-name",
      title: "Onboarding: a name",
      path: "/onboarding",
      says: "the first of the steps after signing up; whoever leaves goes on later where they stopped",
      open: at("/onboarding"),
    },
    {
      name: "onboarding-organization",
      title: "Onboarding: an organization",
      path: "/onboarding",
      says: "Clerk's list of invitations, and a form for an organization of one's own",
      async open(page) {
        await page.goto("/onboarding");
        const first = page.getByLabel("First name");
        await first.or(page.getByLabel("Slug")).waitFor();
        if (!(await first.isVisible())) return;
        await first.fill("Nora");
        await page.getByLabel("Last name").fill("Nilsson");
        await goOn(page);
        await page.getByLabel("Slug").waitFor();
      },
    },
    {
      name: "dashboard-empty",
      title: "Dashboard, empty",
      path: "/dashboard",
      says: "what is not there yet, and the one thing to do about it",
      open: at("/dashboard"),
    },
    {
      name: "onboarding-project",
      title: "Onboarding: a first project",
      path: "/onboarding",
      says: "the last step, and then to the project itself",
      async open(page) {
        await page.goto("/onboarding");
        const slug = page.getByLabel("Slug");
        const project = page.getByLabel("Project name");
        await slug.or(project).waitFor();
        if (await project.isVisible()) return;
        await page.getByLabel("Name", { exact: true }).fill("Northwind");
        await slug.fill("northwind");
        await press(page, "Create organization");
        await project.waitFor();
      },
    },
    {
      name: "projects-empty",
      title: "Projects, empty",
      path: "/org/[slug]/dashboard",
      says: "an organization without a project says what one is and offers the first",
      open: at("/org/northwind/dashboard"),
    },
  ],
};
