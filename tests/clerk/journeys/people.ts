import type { User } from "@clerk/backend";
import type { Page } from "playwright-core";
import { asList } from "../start.ts";
import type { Journey } from "./visit.ts";

/** What a browser says of an answer that the journey is meant to cause. */
export const REFUSED = /status of 4\d\d/;

const PASSWORD = "gatehouse-local";

/** A person with an account, signed in in a browser of their own, by a link rather than by the form. */
export async function arrive(
  journey: Journey,
  emailAddress: string,
  options: Parameters<Journey["newPage"]>[0] = {},
): Promise<{ user: User; page: Page }> {
  const user = await journey.api.users.createUser({
    emailAddress: [emailAddress],
    password: PASSWORD,
  });
  const page = await journey.newPage(options);
  await comeBack(journey, user, page);
  return { user, page };
}

export async function comeBack(journey: Journey, user: User, page: Page): Promise<void> {
  const { token } = await journey.api.signInTokens.createSignInToken({
    userId: user.id,
    expiresInSeconds: 60,
  });
  await page.goto(`/sign-in?__clerk_ticket=${token}`);
  await page.locator(`body[data-user=${user.id}][data-status=active]`).waitFor();
  await page.waitForURL(`${journey.appUrl}/`);
}

/** The switcher, opened: its button says which account is active. */
export async function openSwitcher(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Open organization switcher" }).click();
  await page.getByRole("dialog").waitFor();
}

/** Makes an organization of the person's the active one. */
export async function select(page: Page, name: string, id: string): Promise<void> {
  // The switcher knows the memberships of when the page was loaded.
  await page.goto("/");
  await openSwitcher(page);
  await page.getByRole("button", { name }).click();
  await page.locator(`body[data-organization=${id}]`).waitFor();
}

/** The link in the last mail to an address. */
export async function mailTo(journey: Journey, emailAddress: string): Promise<string> {
  const to = encodeURIComponent(emailAddress);
  const response = await fetch(`${journey.clerk.url}/local/mail?to=${to}`);
  const [mail] = asList(await response.json());
  return String(mail?.url);
}
