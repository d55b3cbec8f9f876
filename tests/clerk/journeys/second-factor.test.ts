import { TOTP, URI } from "otpauth";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { enterCode } from "../../support/enter-code.ts";
import {
  continueForm,
  enterEmail,
  enterPassword,
  isRefused,
  isSignedIn,
  PASSWORD,
  REFUSED,
  signIn,
  wrongCode,
} from "./steps.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney();
const emailAddress = "careful@example.test";
const user = await journey.api.users.createUser({
  emailAddress: [emailAddress],
  password: PASSWORD,
});

/** What an authenticator app shows, by the address in the QR code; a step ahead, for the present code may be used up. */
function appCode(uri: string, ahead = 0): string {
  const totp = URI.parse(uri);
  if (!(totp instanceof TOTP)) throw new Error(`not a time-based code: ${uri}`);
  return totp.generate({ timestamp: Date.now() + ahead * 30_000 });
}

async function passwordIsRight(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await enterEmail(page, emailAddress);
  await enterPassword(page, PASSWORD);
  await page.getByText("Two-step verification").waitFor();
}

async function shownCodes(page: Page): Promise<string[]> {
  const codes = page.getByText(/^[a-z0-9]{8}$/);
  await codes.nth(9).waitFor();
  return codes.allTextContents();
}

let uri = "";
let backupCodes: string[] = [];

test("an authenticator app is added in the profile, which shows the backup codes", async () => {
  const page = await journey.newPage({ allow: [REFUSED] });
  await signIn(page, emailAddress);
  await page.goto("/user/security");
  await page.getByRole("button", { name: "Add two-step verification" }).click();
  await page.getByRole("menuitem", { name: "Authenticator application" }).click();
  await journey.screenshot(page, "totp-qr");
  await page.getByRole("button", { name: /can.t scan/i }).click();
  await journey.screenshot(page, "totp-uri");
  uri = await page.locator("input[value^='otpauth://']").inputValue();
  await continueForm(page);
  await enterCode(page, wrongCode(appCode(uri)));
  await isRefused(page, "Incorrect code");
  await enterCode(page, appCode(uri));
  backupCodes = await shownCodes(page);
  await journey.screenshot(page, "totp-backup-codes");
  expect((await journey.api.users.getUser(user.id)).twoFactorEnabled).toBe(true);
});

test("signing in then takes a code of the app, each only once", async () => {
  const page = await journey.newPage({ allow: [REFUSED] });
  await passwordIsRight(page);
  await journey.screenshot(page, "second-factor");
  const code = appCode(uri, 1);
  await enterCode(page, wrongCode(code));
  await isRefused(page, "Incorrect code");
  await enterCode(page, code);
  await isSignedIn(page, emailAddress);
  const session = await page.evaluate(() => document.cookie);
  expect(session).toContain("__session");

  const another = await journey.newPage({ allow: [REFUSED] });
  await passwordIsRight(another);
  await enterCode(another, code);
  await isRefused(another, "Incorrect code");
  await journey.screenshot(another, "second-factor-replayed");
});

test("or a backup code, each only once", async () => {
  const [code = ""] = backupCodes;
  for (const isGood of [true, false]) {
    const page = await journey.newPage({ allow: [REFUSED] });
    await passwordIsRight(page);
    await page.getByRole("link", { name: "Use another method" }).click();
    await page.getByRole("button", { name: "Use a backup code" }).click();
    await page.getByLabel("Backup code").fill(code);
    await journey.screenshot(page, "backup-code");
    await continueForm(page);
    if (isGood) await isSignedIn(page, emailAddress);
    else await isRefused(page, /incorrect/i);
  }
});

test("backup codes are made anew, and the app is removed", async () => {
  const page = await journey.newPage();
  await passwordIsRight(page);
  await page.getByRole("link", { name: "Use another method" }).click();
  await page.getByRole("button", { name: "Use a backup code" }).click();
  await page.getByLabel("Backup code").fill(backupCodes[1] ?? "");
  await continueForm(page);
  await isSignedIn(page, emailAddress);
  await page.goto("/user/security");
  await page.getByText("Authenticator application").waitFor();
  await journey.screenshot(page, "security-with-totp");
  const menus = page.getByRole("button", { name: "Open menu" });
  await menus.nth(1).click();
  await page.getByRole("menuitem", { name: "Regenerate" }).click();
  const fresh = await shownCodes(page);
  expect(fresh.filter((code) => backupCodes.includes(code))).toEqual([]);
  await journey.screenshot(page, "backup-codes-anew");
  await page.getByRole("button", { name: /Finish|Done/ }).click();
  await menus.first().click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove" }).click();
  await expect
    .poll(async () => (await journey.api.users.getUser(user.id)).twoFactorEnabled)
    .toBe(false);
});
