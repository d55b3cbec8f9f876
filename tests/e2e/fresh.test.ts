import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { reverificationHint } from "@/src/access/freshness";
import { seedPassword } from "../../local/seed/accounts.ts";
import { signIn, useBrowser } from "../support/browser.ts";
import {
  clerk,
  drainWebhooks,
  fresh,
  growOld,
  mutate,
  query,
  refusalOf,
  token,
} from "../support/e2e.ts";
import { resign } from "../support/e2e.tokens.ts";

const visits = useBrowser();
let address: string;
let id: string;

beforeAll(async () => {
  address = `${fresh("suspect").replace(/\W/g, "-").toLowerCase()}@acme.test`;
  id = (await clerk.users.createUser({ emailAddress: [address], password: seedPassword })).id;
  await drainWebhooks();
});

const isBanned = async () => (await clerk.users.getUser(id)).banned;

async function confirmBan(page: Page): Promise<void> {
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel(/^Type/).fill(address);
  await dialog.getByRole("button", { name: "Ban", exact: true }).click();
  await page.getByText("Verification required").first().waitFor();
}

describe("an administrator who signed in a while ago", () => {
  it("is asked by Clerk's own dialog, and the act goes through; closed, nothing happens", async () => {
    const page = await visits.newPage({ allow: [/status of 403/] });
    await signIn(page, "root@gatehouse.test", `/admin/users/${id}`);
    await growOld(page);
    await page.getByRole("button", { name: "Ban", exact: true }).click();
    await confirmBan(page);
    await page.getByRole("button", { name: "Close modal" }).click();
    const dialog = page.getByRole("alertdialog");
    const again = dialog.getByRole("button", { name: "Ban", exact: true });
    await expect.poll(() => again.isEnabled()).toBe(true);
    expect(await dialog.getByRole("alert").count()).toBe(0);
    expect(await isBanned()).toBe(false);

    await confirmBan(page);
    await page.getByLabel("Password", { exact: true }).fill(seedPassword);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByText(`${address} is banned`).waitFor();
    expect(await isBanned()).toBe(true);
  });

  it("hears of it over HTTP, with the hint that Clerk's hook knows, and keeps what is everyday", async () => {
    const stale = await resign(await token("root@gatehouse.test"), { fva: [10, -1] });
    const refused = await mutate("admin.banUser", { userId: id }, { token: stale });
    expect(refused.status).toBe(403);
    const text = await refused.clone().text();
    expect((await refusalOf(refused)).data.appCode).toBe("reverification_required");
    expect(text).toContain(JSON.stringify(reverificationHint).slice(1, -1));
    expect((await query("admin.counts", undefined, { token: stale })).status).toBe(200);
    for (const fva of [undefined, null, [0], ["0", "-1"], [-1, -1]]) {
      const odd = await resign(await token("root@gatehouse.test"), { fva });
      expect((await mutate("admin.endSessions", { userId: id }, { token: odd })).status).toBe(403);
    }
  });
});
