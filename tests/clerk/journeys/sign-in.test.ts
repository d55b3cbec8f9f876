import { expect, test } from "vitest";
import { enterCode } from "../../support/enter-code.ts";
import {
  enterEmail,
  enterPassword,
  isRefused,
  isSignedIn,
  isSignedOut,
  mailedCode,
  PASSWORD,
  REFUSED,
  signIn,
  wrongCode,
} from "./steps.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney();
const newUser = (emailAddress: string) =>
  journey.api.users.createUser({ emailAddress: [emailAddress], password: PASSWORD });

test("with a password, and out again", async () => {
  const alice = await newUser("alice@acme.test");
  const page = await journey.newPage();
  await signIn(page, "alice@acme.test");
  expect(await page.locator("body").getAttribute("data-user")).toBe(alice.id);
  await page.getByRole("button", { name: "Open user menu" }).click();
  await journey.screenshot(page, "signed-in");
  await page.getByRole("button", { name: "Sign out" }).click();
  await isSignedOut(page);
  await journey.screenshot(page, "signed-out");
});

test("not with an unknown address, nor with a wrong password", async () => {
  await newUser("bob@acme.test");
  const page = await journey.newPage({ allow: [REFUSED] });
  await page.goto("/sign-in");
  await enterEmail(page, "nobody@acme.test");
  await isRefused(page, "Couldn't find your account.");
  await journey.screenshot(page, "sign-in-unknown");
  await enterEmail(page, "bob@acme.test");
  await enterPassword(page, "not-it-at-all");
  await isRefused(page, /Password is incorrect/);
  await journey.screenshot(page, "sign-in-wrong-password");
  await enterPassword(page, PASSWORD);
  await isSignedIn(page, "bob@acme.test");
});

test("with a code from an e-mail, wrong at first", async () => {
  await newUser("carol@acme.test");
  const page = await journey.newPage({ allow: [REFUSED] });
  await page.goto("/sign-in");
  await enterEmail(page, "carol@acme.test");
  await page.getByRole("link", { name: "Use another method" }).click();
  await page.getByRole("button", { name: /Email code to/ }).click();
  await page.getByText("Check your email").waitFor();
  const code = await mailedCode(journey, "carol@acme.test");
  await enterCode(page, wrongCode(code));
  await isRefused(page, "Incorrect code");
  await journey.screenshot(page, "sign-in-code");
  await enterCode(page, code);
  await isSignedIn(page, "carol@acme.test");
});

test("with a new password after forgetting the old, which signs the other browser out", async () => {
  await newUser("dave@acme.test");
  const other = await journey.newPage({ allow: [/status of 401/] });
  await signIn(other, "dave@acme.test");
  const page = await journey.newPage();
  await page.goto("/sign-in");
  await enterEmail(page, "dave@acme.test");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await page.getByRole("button", { name: "Reset your password" }).click();
  await page.getByText("First, enter the code sent to your email address").waitFor();
  await enterCode(page, await mailedCode(journey, "dave@acme.test"));
  await page.getByLabel("New password", { exact: true }).fill("gatehouse-renewed");
  await page.getByLabel("Confirm password", { exact: true }).fill("gatehouse-renewed");
  await page.getByLabel("Sign out of all other devices").check();
  await journey.screenshot(page, "reset-password");
  await page.getByRole("button", { name: "Reset Password" }).click();
  await isSignedIn(page, "dave@acme.test");
  await other.reload();
  await isSignedOut(other);
  await other.goto("/sign-in");
  await enterEmail(other, "dave@acme.test");
  await enterPassword(other, "gatehouse-renewed");
  await isSignedIn(other, "dave@acme.test");
});
