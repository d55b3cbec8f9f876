import { expect, it } from "vitest";
import { signIn, useBrowser } from "../support/browser.ts";

const visits = useBrowser();

it("finds pages, projects and shortcuts by keyboard, and only what the person may see", async () => {
  const page = await visits.newPage();
  await signIn(page, "alice@acme.test", "/org/acme/dashboard");
  await page.getByRole("button", { name: "Open user menu" }).waitFor();
  await page.keyboard.press("Control+k");
  const menu = page.getByRole("dialog", { name: "Command menu" });
  await menu.getByRole("option", { name: "Members" }).waitFor();
  expect(await menu.getByText("Administration").count()).toBe(0);
  await menu.getByRole("combobox").fill("website");
  await menu.getByRole("option", { name: "Website relaunch" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Website relaunch" }).waitFor();

  // Where people write, letters are letters.
  await page.getByLabel("New task").fill("");
  await page.getByLabel("New task").pressSequentially("gm?");
  expect(await page.getByLabel("New task").inputValue()).toBe("gm?");
  await page.getByLabel("New task").blur();

  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await page.waitForURL("**/org/acme/members");
});
