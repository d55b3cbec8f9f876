import { expect, test } from "vitest";
import { enterEmail, enterPassword, isSignedIn, isSignedOut, PASSWORD, signIn } from "./steps.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney({ instance: { multiSession: true } });
for (const emailAddress of ["ann@acme.test", "ben@acme.test"]) {
  await journey.api.users.createUser({ emailAddress: [emailAddress], password: PASSWORD });
}

test("two people in one browser: add, switch, sign out of one, sign out of all", async () => {
  const page = await journey.newPage();
  const openMenu = () => page.getByRole("button", { name: "Open user menu" }).click();
  const add = async (emailAddress: string) => {
    await openMenu();
    await page.getByRole("button", { name: "Add account" }).click();
    await enterEmail(page, emailAddress);
    await enterPassword(page, PASSWORD);
    await isSignedIn(page, emailAddress);
  };
  await signIn(page, "ann@acme.test");
  await add("ben@acme.test");
  await openMenu();
  await journey.screenshot(page, "two-sessions");
  await page.getByRole("button", { name: /ann@acme.test/ }).click();
  await isSignedIn(page, "ann@acme.test");

  await openMenu();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByText("Choose an account").waitFor();
  await journey.screenshot(page, "one-left");
  await page.getByRole("button", { name: /ben@acme.test/ }).click();
  await isSignedIn(page, "ben@acme.test");

  await add("ann@acme.test");
  await openMenu();
  await page.getByRole("button", { name: "Sign out of all accounts" }).click();
  await isSignedOut(page);
  expect((await journey.api.sessions.getSessionList({ status: "active" })).totalCount).toBe(0);
});
