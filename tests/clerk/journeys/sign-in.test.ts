import { describe, expect, test } from "vitest";
import { useJourney } from "./visit.ts";

const journey = await useJourney();
const password = "gatehouse-local";
const alice = await journey.api.users.createUser({ emailAddress: ["alice@acme.test"], password });

describe("signing in", () => {
  test("with a password", async () => {
    const page = await journey.newPage();
    await page.goto("/sign-in");
    await page.getByLabel("Email address").fill("alice@acme.test");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByText("Signed in as alice@acme.test").waitFor();
    expect(await page.locator("body").getAttribute("data-user")).toBe(alice.id);
    await page.getByRole("button", { name: "Open user menu" }).waitFor();
    await journey.screenshot(page, "signed-in");
  });
});
