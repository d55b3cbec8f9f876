import { expect, it } from "vitest";
import { z } from "zod";
import { signIn, useBrowser } from "../support/browser.ts";
import { dataOf, fresh, mutate, token } from "../support/e2e.ts";

const visits = useBrowser();
const Created = z.object({ id: z.string() });

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

  // Not among the newest: the server looks for it.
  const alice = await token("alice@acme.test", "acme");
  const names = Array.from({ length: 21 }, (_, index) => fresh(`Needle ${index}`));
  const made: string[] = [];
  for (const name of names)
    made.push(
      Created.parse(await dataOf(await mutate("project.create", { name }, { token: alice }))).id,
    );
  await page.keyboard.press("Control+k");
  await menu.getByRole("option", { name: names[20] }).waitFor();
  expect(await menu.getByRole("option", { name: names[0], exact: true }).count()).toBe(0);
  await menu.getByRole("combobox").fill(names[0] ?? "");
  await menu.getByRole("option", { name: names[0], exact: true }).waitFor();
  await menu.getByRole("combobox").fill("no project has this name");
  await menu.getByText("Nothing here has that name.").waitFor();
  await page.keyboard.press("Escape");
  for (const id of made) await mutate("project.delete", { id }, { token: alice });

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
