import type { Page, Request } from "playwright-core";
import { expect, vi } from "vitest";
import { asList } from "../start.ts";
import type { Journey } from "./visit.ts";

export const PASSWORD = "gatehouse-local";

/** What the browser says of an answer that refuses a form; the component shows it to the person. */
export const REFUSED = /status of (400|403|422)/;

/** The code in the last e-mail to the address. */
export async function mailedCode(journey: Journey, to: string): Promise<string> {
  const response = await fetch(`${journey.clerk.url}/local/mail?to=${encodeURIComponent(to)}`);
  return String(asList(await response.json())[0]?.code);
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

/**
 * The field sends the form by itself at the sixth digit. What is typed before it listens is lost, and so is what is typed before
 * a wrong code has been taken out of it: it is emptied and typed again until the code is on its way.
 */
export async function enterCode(page: Page, code: string): Promise<void> {
  const field = page.getByLabel("Enter verification code");
  let sent = false;
  const watch = (request: Request): void => {
    sent ||= /attempt_/.test(request.url());
  };
  page.on("request", watch);
  try {
    await vi.waitFor(
      async () => {
        await field.fill("", { timeout: 5_000 });
        await field.fill(code, { timeout: 5_000 });
        await vi.waitFor(() => expect(sent, "the code is on its way").toBe(true), 3_000);
      },
      { timeout: 30_000 },
    );
  } finally {
    page.off("request", watch);
  }
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
