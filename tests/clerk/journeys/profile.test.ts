import { expect, test } from "vitest";
import { enterCode } from "../../support/enter-code.ts";
import { isRefused, isSignedOut, mailedCode, PASSWORD, REFUSED, signIn } from "./steps.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney();
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

async function visitor(emailAddress: string) {
  const user = await journey.api.users.createUser({
    emailAddress: [emailAddress],
    password: PASSWORD,
  });
  const page = await journey.newPage({ allow: [REFUSED] });
  await signIn(page, emailAddress);
  return { user, page, current: () => journey.api.users.getUser(user.id) };
}

test("name and picture", async () => {
  const { page, current } = await visitor("named@acme.test");
  const update = async () => {
    const button = page.getByRole("button", { name: "Update profile" });
    // For a moment there are two: that of the view that goes, and that of the one that comes.
    await expect.poll(() => button.count()).toBe(1);
    await button.click();
  };
  await page.goto("/user");
  await update();
  const file = { name: "ada.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") };
  await page.locator("input[type=file]").setInputFiles(file);
  // An upload closes the form.
  await page.getByText("Recommended size").waitFor({ state: "hidden" });
  await update();
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Lovelace");
  await journey.screenshot(page, "profile-form");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Ada Lovelace").first().waitFor();
  await journey.screenshot(page, "profile");
  await expect
    .poll(current)
    .toMatchObject({ firstName: "Ada", lastName: "Lovelace", hasImage: true });
  await update();
  await page.getByRole("button", { name: "Remove" }).click();
  await expect.poll(async () => (await current()).hasImage).toBe(false);
});

test("an e-mail address: added, verified, made primary, and the old one removed", async () => {
  const { page, current } = await visitor("moving@acme.test");
  await page.goto("/user");
  await page.getByRole("button", { name: "Add email address" }).click();
  await page.getByLabel("Email address").fill("moved@acme.test");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("Verify email address").waitFor();
  await enterCode(page, await mailedCode(journey, "moved@acme.test"));
  const addresses = () => page.getByText(/^mov(ing|ed)@acme\.test$/).allTextContents();
  await expect.poll(addresses).toEqual(["moving@acme.test", "moved@acme.test"]);
  await journey.screenshot(page, "two-addresses");
  const menus = page.getByRole("button", { name: "Open menu" });
  await menus.last().click();
  await page.getByRole("menuitem", { name: "Set as primary" }).click();
  await expect
    .poll(async () => (await current()).primaryEmailAddress?.emailAddress)
    .toBe("moved@acme.test");
  // The primary one goes to the top; until then the last menu is its own.
  await expect.poll(addresses).toEqual(["moved@acme.test", "moving@acme.test"]);
  await menus.last().click();
  await page.getByRole("menuitem", { name: "Remove email" }).click();
  await page.getByText("moving@acme.test will be removed").waitFor();
  await page.getByRole("button", { name: "Remove" }).click();
  await expect
    .poll(async () => (await current()).emailAddresses.map((one) => one.emailAddress))
    .toEqual(["moved@acme.test"]);
});

test("the password needs the current one; the other devices are listed, and signed out", async () => {
  const { page, user } = await visitor("secured@acme.test");
  const active = async () =>
    (await journey.api.sessions.getSessionList({ userId: user.id, status: "active" })).totalCount;
  const phone = await journey.newPage({ allow: [/status of 401/] });
  await signIn(phone, "secured@acme.test");
  await page.goto("/user/security");
  await page.getByText("This device").waitFor();
  await journey.screenshot(page, "security");
  await page.getByRole("button", { name: "Open menu" }).first().click();
  await page.getByRole("menuitem", { name: "Sign out of device" }).click();
  await expect.poll(active).toBe(1);
  await phone.reload();
  await isSignedOut(phone);

  await signIn(phone, "secured@acme.test");
  await page.getByRole("button", { name: "Update password" }).click();
  await page.getByLabel("Current password").fill("not-it-at-all");
  await page.getByLabel("New password", { exact: true }).fill("gatehouse-renewed");
  await page.getByLabel("Confirm password").fill("gatehouse-renewed");
  await page.getByRole("button", { name: "Save" }).click();
  await isRefused(page, /incorrect/i);
  await journey.screenshot(page, "wrong-current-password");
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(active).toBe(1);
  await phone.reload();
  await isSignedOut(phone);
});

test("the account is deleted", async () => {
  const { page, current } = await visitor("leaving@acme.test");
  await page.goto("/user/security");
  await page.getByRole("button", { name: "Delete account" }).click();
  await page.getByLabel(/Delete account/).fill("Delete account");
  await journey.screenshot(page, "delete-account");
  await page.getByRole("button", { name: "Delete account" }).last().click();
  await isSignedOut(page);
  await expect(current()).rejects.toMatchObject({ status: 404 });
});
