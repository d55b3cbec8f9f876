import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";

/** A request of which everything but the end of the body has been sent. */
async function begin(browser: Browser, path: string, body: string) {
  const url = `${clerk.url}${path}?__clerk_db_jwt=${browser.token}`;
  // A connection of its own, which is opened now.
  const sent = request(url, { method: "POST", agent: false });
  const status = new Promise<number>((resolve, reject) => {
    sent.on("response", (response) => resolve(response.resume().statusCode ?? 0));
    sent.on("error", reject);
  });
  sent.write(body.slice(0, 1));
  // An answer to a later request says that the server has seen this one.
  await new Promise((resolve) => sent.once("socket", (socket) => socket.once("connect", resolve)));
  await browser.get("/v1/environment");
  await browser.get("/v1/environment");
  return (): Promise<number> => {
    sent.end(body.slice(1));
    return status;
  };
}

let count = 0;

async function signedIn() {
  const emailAddress = `slow${++count}@example.test`;
  const user = await api.users.createUser({ emailAddress: [emailAddress], password });
  const browser = await new Browser(clerk.url).open();
  await browser.signIn(emailAddress, password);
  return { user, browser };
}

async function newAddress(browser: Browser, emailAddress: string): Promise<string> {
  const added = await browser.post("/v1/me/email_addresses", { email_address: emailAddress });
  const id = String(asRecord(added.body.response).id);
  await browser.post(`/v1/me/email_addresses/${id}/prepare_verification`);
  return `/v1/me/email_addresses/${id}/attempt_verification`;
}

describe("a request that takes its time", () => {
  test("tries no more codes than others may", async () => {
    const { browser } = await signedIn();
    const path = await newAddress(browser, "guessed+clerk_test@example.test");
    const slow = [];
    for (let code = 0; code < 8; code++) slow.push(await begin(browser, path, `code=00000${code}`));
    for (const end of slow) await end();
    expect((await browser.post(path, { code: "424242" })).code).toBe("verification_failed");
  });

  test("undoes nothing that happened meanwhile", async () => {
    const { user, browser } = await signedIn();
    const path = await newAddress(browser, "slow+clerk_test@example.test");
    const end = await begin(browser, path, "code=000000");
    await api.users.updateUser(user.id, { firstName: "Changed" });
    await api.users.banUser(user.id);
    expect(await end()).toBe(401);
    expect(await api.users.getUser(user.id)).toMatchObject({ banned: true, firstName: "Changed" });
  });

  test("brings nobody back who was deleted", async () => {
    const { user, browser } = await signedIn();
    const path = await newAddress(browser, "gone+clerk_test@example.test");
    const end = await begin(browser, path, "code=000000");
    await api.users.deleteUser(user.id);
    expect(await end()).toBe(401);
    await expect(api.users.getUser(user.id)).rejects.toMatchObject({ status: 404 });
  });

  test("is not an administrator's any more once the role was taken", async () => {
    const { user, browser } = await signedIn();
    const other = await signedIn();
    const organization = await api.organizations.createOrganization({
      name: "Slow",
      createdBy: other.user.id,
    });
    const member = { organizationId: organization.id, userId: user.id };
    await api.organizations.createOrganizationMembership({ ...member, role: "org:admin" });
    const path = `/v1/organizations/${organization.id}/invitations`;
    const end = await begin(browser, path, "email_address=friend@example.test&role=org:admin");
    await api.organizations.updateOrganizationMembership({ ...member, role: "org:member" });
    expect(await end()).toBe(403);
  });
});
