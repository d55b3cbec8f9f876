import { expect, test } from "vitest";
import { enterEmail, enterPassword, isRefused, isSignedOut, PASSWORD, REFUSED } from "./steps.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney({ instance: { lockout: { attempts: 3, durationMinutes: 30 } } });

test("too many wrong passwords lock the account, and the component says for how long", async () => {
  const emailAddress = "guessed@acme.test";
  const user = await journey.api.users.createUser({
    emailAddress: [emailAddress],
    password: PASSWORD,
  });
  const page = await journey.newPage({ allow: [REFUSED] });
  await page.goto("/sign-in");
  await enterEmail(page, emailAddress);
  for (let tries = 1; tries <= 2; tries++) {
    // What the last try was told may still stand there.
    const answered = page.waitForResponse(/attempt_first_factor/);
    await enterPassword(page, `wrong-password-${tries}`);
    expect((await answered).status()).toBe(422);
    await isRefused(page, /Password is incorrect/);
  }
  await enterPassword(page, "wrong-password-3");
  // Clerk's component now leaves the form for the page above it.
  await isSignedOut(page);
  expect((await journey.api.users.getUser(user.id)).locked).toBe(true);

  await page.goto("/sign-in");
  await enterEmail(page, emailAddress);
  await isRefused(page, /locked.*30 minutes/);
  await journey.screenshot(page, "locked");
});
