import { expect, test } from "vitest";
import { enterCode } from "../../support/enter-code.ts";
import {
  continueForm,
  isRefused,
  isSignedIn,
  mailedCode,
  PASSWORD,
  REFUSED,
  wrongCode,
} from "./steps.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney();

test("signing up takes a password and the code from an e-mail", async () => {
  const page = await journey.newPage({ allow: [REFUSED] });
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill("New@example.test");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await journey.screenshot(page, "sign-up");
  await continueForm(page);
  await page.getByText("Verify your email").waitFor();
  const first = await mailedCode(journey, "new@example.test");
  await enterCode(page, wrongCode(first));
  await isRefused(page, "Incorrect code");
  await journey.screenshot(page, "sign-up-wrong-code");
  await enterCode(page, first);
  await isSignedIn(page, "new@example.test");
  await journey.screenshot(page, "sign-up-done");
  const { data } = await journey.api.users.getUserList({ emailAddress: ["new@example.test"] });
  expect(data.map((user) => [user.firstName, user.passwordEnabled])).toEqual([[null, true]]);
});

test("the code is sent anew, and then only the new one is good", async () => {
  const page = await journey.newPage({ allow: [REFUSED] });
  await page.clock.install();
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill("anew@example.test");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await continueForm(page);
  await page.getByText("Verify your email").waitFor();
  const first = await mailedCode(journey, "anew@example.test");
  // The component lets nobody ask again within half a minute.
  await page.clock.runFor(31_000);
  await page.getByRole("button", { name: "Didn't receive a code? Resend" }).click();
  await expect.poll(() => mailedCode(journey, "anew@example.test")).not.toBe(first);
  await journey.screenshot(page, "sign-up-sent-anew");
  await enterCode(page, first);
  await isRefused(page, "Incorrect code");
  await enterCode(page, await mailedCode(journey, "anew@example.test"));
  await isSignedIn(page, "anew@example.test");
});

test("the waitlist is off: anybody signs up, and nothing is said of waiting", async () => {
  const page = await journey.newPage();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Sign up" }).click();
  await page.getByText("Create your account").waitFor();
  await page.getByRole("button", { name: "Continue", exact: true }).waitFor();
  expect(await page.getByText(/waitlist|waiting/i).count()).toBe(0);
  const answer = await fetch(`${journey.clerk.url}/v1/environment`);
  expect(await answer.json()).toMatchObject({
    user_settings: { sign_up: { mode: "public" } },
  });
});

test("an address that somebody has is refused at its field", async () => {
  await journey.api.users.createUser({ emailAddress: ["taken@example.test"], password: PASSWORD });
  const page = await journey.newPage({ allow: [REFUSED] });
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill("taken@example.test");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await continueForm(page);
  await isRefused(page, "That email address is taken. Please try another.");
  await journey.screenshot(page, "sign-up-taken");
});
