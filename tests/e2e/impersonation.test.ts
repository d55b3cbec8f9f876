import { describe, expect, it } from "vitest";
import { fillSignIn, signIn, useBrowser } from "../support/browser.ts";
import { dataOf, mutate, query, refusalOf, sessionOfPage, token, userId } from "../support/e2e.ts";
import { lookAt } from "../support/looks.ts";

const visits = useBrowser();
const root = "root@gatehouse.test";
const reason = "Bob cannot find the website project";

describe("an administrator", () => {
  it("acts as somebody else, sees it on every page, changes nobody's access, and ends it", async () => {
    const page = await visits.newPage();
    const addresses: string[] = [];
    page.on("request", (request) => addresses.push(request.url()));
    const bob = await userId("bob@acme.test");
    await signIn(page, root, `/admin/users/${bob}`);
    await page.getByRole("button", { name: "Impersonate" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Act as Bob Baker?" });
    await dialog.getByLabel("Reason").fill("Because");
    await dialog.getByRole("button", { name: "Act as them" }).click();
    await dialog.getByText("Say why, in at least 10 characters.").waitFor();
    await dialog.getByLabel("Reason").fill(reason);
    await dialog.getByRole("button", { name: "Act as them" }).click();

    await page.waitForURL("**/dashboard");
    const banner = page.getByRole("region", { name: "Impersonation" });
    await banner.getByText("You act as Bob Baker (bob@acme.test)").waitFor();
    expect(await banner.textContent()).toContain(`${reason}.`);
    // The ticket is a secret: it is in no address.
    expect(addresses.filter((address) => /ticket/.test(address))).toEqual([]);
    await page.goto("/org/acme/dashboard");
    await page.getByRole("link", { name: "Website relaunch" }).waitFor();
    await banner.getByText("You act as Bob Baker").waitFor();
    await lookAt(page, "impersonation");

    const { token: acting } = await sessionOfPage(page);
    const ended = await mutate("me.endOtherSessions", undefined, { token: acting });
    expect((await refusalOf(ended)).data.appCode).toBe("impersonated");
    const looked = await query("admin.counts", undefined, { token: acting });
    expect((await refusalOf(looked)).data.appCode).toBe("not_administrator");

    await banner.getByRole("button", { name: "End" }).click();
    await page.waitForURL((url) => url.pathname === "/sign-in");
    await fillSignIn(page, root);
    await page.waitForURL(`**/admin/users/${bob}`);
    await page.getByRole("heading", { level: 1, name: "Bob Baker" }).waitFor();
    expect(await banner.count()).toBe(0);
    const trail = await dataOf(await query("admin.audit", {}, { token: await token(root) }));
    const mine = { action: "admin.impersonate", subjectId: bob, actorId: await userId(root) };
    expect(trail).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ ...mine, outcome: "begun" }),
        expect.objectContaining({ ...mine, outcome: "done" }),
      ]) as unknown,
    });
    expect(JSON.stringify(trail)).not.toContain(reason);
  });
});
