import { decodeJwt } from "jose";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { enterCode } from "../../support/enter-code.ts";
import {
  continueForm,
  enterPassword,
  isRefused,
  mailedCode,
  PASSWORD,
  REFUSED,
  signIn,
} from "./steps.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney();
const emailAddress = "again@example.test";
await journey.api.users.createUser({ emailAddress: [emailAddress], password: PASSWORD });

/** Clerk's own dialog, as `useReverification()` opens it; the page keeps what becomes of it. */
async function openDialog(page: Page): Promise<void> {
  await page.evaluate(`
    window.outcome = "";
    Clerk.__internal_openReverification({
      level: "second_factor",
      afterVerification: () => (window.outcome = "verified"),
      afterVerificationCancelled: () => (window.outcome = "cancelled"),
    })`);
  await page.getByRole("dialog").waitFor();
}

const outcome = (page: Page) => page.evaluate("window.outcome");

/** Of the token that the page has without asking for a new one: the very next request carries it. */
async function age(page: Page): Promise<unknown> {
  return decodeJwt(await page.evaluate<string>("Clerk.session.getToken()")).fva;
}

async function growOld(page: Page): Promise<void> {
  const id = await page.evaluate<string>("Clerk.session.id");
  await fetch(`${journey.clerk.url}/local/sessions/${id}/factor_age`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ minutes: 20 }),
  });
  await page.evaluate("Clerk.session.getToken({ skipCache: true })");
  expect(await age(page)).toEqual([20, -1]);
}

test("whoever signed in a while ago is asked once more, by Clerk's own dialog", async () => {
  const page = await journey.newPage({ allow: [REFUSED] });
  await signIn(page, emailAddress);
  expect(await age(page)).toEqual([0, -1]);
  await growOld(page);

  await openDialog(page);
  await page.getByText("Verification required").waitFor();
  await enterPassword(page, "another-password");
  await isRefused(page, /incorrect/i);
  await journey.screenshot(page, "reverification-refused");
  expect(await age(page)).toEqual([20, -1]);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await continueForm(page);
  await expect.poll(() => outcome(page)).toBe("verified");
  expect(await age(page)).toEqual([0, -1]);

  await growOld(page);
  await openDialog(page);
  await page.getByRole("link", { name: /another method/ }).click();
  await page.getByRole("button", { name: /Email code to/ }).click();
  await enterCode(page, await mailedCode(journey, emailAddress));
  await expect.poll(() => outcome(page)).toBe("verified");
  expect(await age(page)).toEqual([0, -1]);

  await openDialog(page);
  await page.getByRole("button", { name: "Close modal" }).click();
  await expect.poll(() => outcome(page)).toBe("cancelled");
});
