import { expect, test } from "vitest";
import {
  continueForm,
  enterCode,
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
