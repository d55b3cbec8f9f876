import type { Page } from "playwright-core";
import { describe, expect, test, vi } from "vitest";
import { enterCode } from "../../support/enter-code.ts";
import { arrive, openSwitcher, REFUSED, select } from "./people.ts";
import { useJourney } from "./visit.ts";

const journey = await useJourney({ instance: { domains: { enabled: true } } });
const { api } = journey;

/** An organization with a domain of its own, verified in its profile. */
async function claimed(name: string, domain: string, mode: string) {
  const { user, page } = await arrive(journey, `admin@${name}.test`, { allow: [REFUSED] });
  const { id } = await api.organizations.createOrganization({ name, createdBy: user.id });
  await select(page, name, id);
  await page.goto("/organization");
  await page.getByRole("button", { name: "Add domain" }).click();
  await page.getByLabel("Domain").fill(domain);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByLabel("Verification email address").fill("boss+clerk_test");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(`A verification code was sent to boss+clerk_test@${domain}`).waitFor();
  await enterCode(page, "424242");
  // The component closes: it remembers the domain as it was before the code.
  await page.getByRole("button", { name: "Add domain" }).waitFor();
  await page.reload();
  await page.getByText("No automatic enrollment").waitFor();
  await page.getByRole("button", { name: "Open menu" }).click();
  await page.getByRole("menuitem", { name: "Manage" }).click();
  const option = page.getByRole("radio", { name: mode });
  // By the keyboard: a click meets the card while it still moves.
  await vi.waitFor(
    async () => {
      await option.press("Space");
      expect(await option.isChecked()).toBe(true);
    },
    { timeout: 10_000 },
  );
  await journey.screenshot(page, `domain-${name}`);
  // The form takes no key before it has drawn its own button anew.
  await vi.waitFor(
    async () => {
      if ((await option.count()) > 0) await option.press("Enter", { timeout: 2_000 });
      await option.waitFor({ state: "detached", timeout: 3_000 });
    },
    { timeout: 20_000 },
  );
  return { id, page };
}

async function openRequests(page: Page): Promise<void> {
  await page.goto("/organization/organization-members");
  await page.getByRole("tab", { name: "Requests" }).click();
}

const memberships = async (userId: string) => {
  const { data } = await api.users.getOrganizationMembershipList({ userId });
  return data.map((one) => [one.organization.name, one.role]);
};

describe("a verified domain", () => {
  test("suggests the organization, and an administrator lets in or not", async () => {
    const { page } = await claimed("Acme", "acme-works.test", "Automatic suggestions");
    await page.getByText("Automatic suggestions", { exact: true }).waitFor();
    const { user, page: inList } = await arrive(journey, "ann@acme-works.test");
    await inList.goto("/organizations");
    await inList.getByRole("button", { name: "Request to join" }).click();
    await inList.getByText("Pending approval").waitFor();
    await journey.screenshot(inList, "domain-suggestion-list");
    const { user: other, page: inSwitcher } = await arrive(journey, "ben@acme-works.test");
    await openSwitcher(inSwitcher);
    await inSwitcher.getByRole("button", { name: "Request to join" }).click();
    await inSwitcher.getByText("Pending approval").waitFor();

    await openRequests(page);
    const ann = page.getByRole("row", { name: /ann@acme-works.test/ });
    const ben = page.getByRole("row", { name: /ben@acme-works.test/ });
    await ann.waitFor();
    await journey.screenshot(page, "domain-requests");
    await ann.getByRole("button", { name: "Approve" }).click();
    await ann.waitFor({ state: "detached" });
    await ben.getByRole("button", { name: "Reject" }).click();
    await ben.waitFor({ state: "detached" });
    await expect.poll(() => memberships(user.id)).toEqual([["Acme", "org:member"]]);
    expect(await memberships(other.id)).toEqual([]);
    await inSwitcher.goto("/organizations");
    await inSwitcher.getByRole("button", { name: "Create organization" }).waitFor();
    expect(await inSwitcher.getByText("Acme").count()).toBe(0);
  });

  test("invites by itself, until it is removed", async () => {
    const { page } = await claimed("Bolt", "bolt-works.test", "Automatic invitations");
    const { user, page: invited } = await arrive(journey, "cid@bolt-works.test");
    await invited.goto("/organizations");
    await invited.getByRole("button", { name: "Join" }).click();
    await invited.getByRole("button", { name: "Join" }).waitFor({ state: "detached" });
    // While it waits for the server the button shows no name either.
    await expect.poll(() => memberships(user.id)).toEqual([["Bolt", "org:member"]]);

    const domain = page.getByText("bolt-works.test", { exact: true });
    await page.getByRole("button", { name: "Open menu" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await domain.waitFor({ state: "detached" });
    const { page: late } = await arrive(journey, "dan@bolt-works.test");
    await late.goto("/organizations");
    await late.getByRole("button", { name: "Create organization" }).waitFor();
    expect(await late.getByRole("button", { name: "Join" }).count()).toBe(0);
  });
});
