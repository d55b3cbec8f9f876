import type { Page } from "playwright-core";
import { vi } from "vitest";
import { asList } from "../start.ts";
import type { Journey } from "./visit.ts";

export const PASSWORD = "gatehouse-local";

/** What the browser says of an answer that refuses a form; the component shows it to the person. */
export const REFUSED = /status of (400|403|422)/;

/** The code in the last e-mail to the address, when there is one: a card may be there before its e-mail is sent. */
export function mailedCode(journey: Journey, to: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const response = await fetch(`${journey.clerk.url}/local/mail?to=${encodeURIComponent(to)}`);
      const code = asList(await response.json())[0]?.code;
      if (typeof code !== "string") throw new Error(`No e-mail with a code came to ${to}.`);
      return code;
    },
    { timeout: 15_000 },
  );
}

/** Six digits that are not the code. */
export function wrongCode(code: string): string {
  return code === "000000" ? "000001" : "000000";
}

export async function continueForm(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

export async function enterEmail(page: Page, emailAddress: string): Promise<void> {
  await page.getByLabel("Email address").fill(emailAddress);
  await continueForm(page);
}

export async function enterPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel("Password", { exact: true }).fill(password);
  await continueForm(page);
}

export async function signIn(page: Page, emailAddress: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await enterEmail(page, emailAddress);
  await enterPassword(page, password);
  await isSignedIn(page, emailAddress);
}

export async function isSignedIn(page: Page, emailAddress: string): Promise<void> {
  await page.getByText(`Signed in as ${emailAddress}`).waitFor();
}

export async function isSignedOut(page: Page): Promise<void> {
  await page.getByText("Signed out").waitFor();
}

/** The component shows the message, once to be read and once to be heard. */
export async function isRefused(page: Page, message: string | RegExp): Promise<void> {
  await page.getByText(message).first().waitFor();
}
