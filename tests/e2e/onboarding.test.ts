import { expect, it } from "vitest";
import { useBrowser } from "../support/browser.ts";
import { fresh, mailedCode } from "../support/e2e.ts";

const visits = useBrowser();

it("leads somebody new to an organization and a first project, and goes on where they stopped", async () => {
  const slug = fresh("start").replace(" ", "-");
  const email = `${slug}@example.test`;
  const page = await visits.newPage();
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel(/verification code/i).pressSequentially(await mailedCode(email));
  await page.waitForURL("**/onboarding");

  const step = page.getByRole("list", { name: "Steps" }).locator("[aria-current=step]");
  // Nobody has asked for a name yet.
  await step.getByText("Your name").waitFor();
  await page.getByLabel("First name").fill("Nora");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByText("Write something.").waitFor();
  await page.getByLabel("Last name").fill("Newcomer");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Slug").waitFor();
  await step.getByText("Organization").waitFor();
  await page.reload();
  await page.getByLabel("Name", { exact: true }).fill(`Organization ${slug}`);
  await page.getByLabel("Slug").fill(slug);
  await page.getByRole("button", { name: "Create organization" }).click();

  await page.getByLabel("Project name").waitFor();
  await step.getByText("First project").waitFor();
  await page.reload();
  await page.getByLabel("Project name").fill("First things");
  await page.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(`**/org/${slug}/projects/**`);
  await page.getByRole("heading", { level: 1, name: "First things" }).waitFor();

  await page.goto("/onboarding");
  await page.getByText("You are ready").waitFor();
  expect(await page.getByRole("link", { name: "Skip for now" }).count()).toBe(0);
});
