import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { seedPassword } from "../seed/accounts.ts";
import type { Screen, World } from "./screen.ts";

/** Opens an address. */
export function at(address: string): Screen["open"] {
  return async (page) => {
    await page.goto(address);
  };
}

/** Opens what a link on a page leads to, by a load of its own: ids differ from one seed to the next. */
export function entryOf(list: string, link: string): Screen["open"] {
  return async (page) => {
    await page.goto(list);
    await page.goto(await hrefOf(page, link));
  };
}

async function hrefOf(page: Page, name: string): Promise<string> {
  const link = page.getByRole("main").getByRole("link", { name }).first();
  const href = await link.getAttribute("href");
  if (!href) throw new Error(`${page.url()} has no link ${name}`);
  return href;
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).first().click();
}

/** Signs in through the page's own form. */
export function signedInAs(email: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.goto("/sign-in?redirect_url=%2Fdashboard");
    await page.getByLabel("Email address").fill(email);
    await goOn(page);
    await page.getByLabel("Password", { exact: true }).fill(seedPassword);
    await goOn(page);
    await page.waitForURL((url) => url.pathname === "/dashboard");
  };
}

/** Signs somebody new up, whom nobody has asked for a name yet. */
export async function signUp(page: Page, world: World, email: string): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await goOn(page);
  await page.getByLabel(/verification code/i).pressSequentially(await mailedCode(world, email));
  await page.waitForURL("**/onboarding");
}

export async function goOn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

/** The code in the newest e-mail to an address. */
async function mailedCode({ clerkUrl }: World, to: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`${clerkUrl}/local/mail?to=${encodeURIComponent(to)}`);
    // Guarantee: the shape is that of local/clerk/local-routes.ts.
    const mails = (await response.json()) as { code?: string | null }[];
    const code = mails.find((mail) => mail.code)?.code;
    if (code) return code;
    await sleep(50);
  }
  throw new Error(`no e-mail with a code came to ${to}`);
}

/** From the administration into somebody's own pages. */
export async function actAs(page: Page, name: string): Promise<void> {
  await entryOf("/admin/users", name)(page);
  await press(page, "Impersonate");
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Reason").fill("Bob cannot find the website project");
  await dialog.getByRole("button", { name: "Act as them" }).click();
  await page.waitForURL("**/dashboard");
  await page.getByRole("region", { name: "Impersonation" }).waitFor();
}
