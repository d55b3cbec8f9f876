import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";
const PATH = "/v1/me/profile_image";
/** One transparent pixel. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const png = () => new Blob([Buffer.from(PNG, "base64")], { type: "image/png" });

async function signedIn(emailAddress: string) {
  const user = await api.users.createUser({ emailAddress: [emailAddress], password });
  const browser = await new Browser(clerk.url).open();
  await browser.signIn(emailAddress, password);
  return { user, browser };
}

describe("a profile picture", () => {
  test("is kept, served as the picture it is, and removed", async () => {
    const { user, browser } = await signedIn("pictured@acme.test");
    const drawn = `${clerk.url}/avatars/${user.id}?avatar_placeholder`;
    expect(user).toMatchObject({ hasImage: false, imageUrl: drawn });
    const { status, body } = await browser.upload(PATH, png());
    expect(status).toBe(200);
    const { public_url: url } = asRecord(body.response);
    expect(await api.users.getUser(user.id)).toMatchObject({ hasImage: true, imageUrl: url });
    const served = await fetch(String(url));
    expect(served.headers.get("content-type")).toBe("image/png");
    expect(served.headers.get("x-content-type-options")).toBe("nosniff");
    expect(Buffer.from(await served.arrayBuffer()).toString("base64")).toBe(PNG);
    expect((await browser.post(PATH, {}, "DELETE")).body.response).toMatchObject({ deleted: true });
    expect((await api.users.getUser(user.id)).hasImage).toBe(false);
    expect((await fetch(String(url))).status).toBe(404);
  });

  test("may come as a data URL, replaces the one before, and goes with the user", async () => {
    const { user, browser } = await signedIn("data-url@acme.test");
    const first = await browser.upload(PATH, png());
    const second = await browser.upload(PATH, `data:image/png;base64,${PNG}`);
    const urls = [first, second].map(({ body }) => String(asRecord(body.response).public_url));
    const statuses = () => Promise.all(urls.map(async (url) => (await fetch(url)).status));
    expect(await statuses()).toEqual([404, 200]);
    await api.users.deleteUser(user.id);
    expect(await statuses()).toEqual([404, 404]);
  });

  test("is none of the user's when it is no picture, or too large", async () => {
    const { user, browser } = await signedIn("refused@acme.test");
    const svg = new Blob(["<svg xmlns='http://www.w3.org/2000/svg'/>"], { type: "image/png" });
    const large = new Blob([png(), Buffer.alloc(10 * 1024 * 1024)]);
    const refusals = [
      await browser.upload(PATH, svg),
      await browser.upload(PATH, large),
      await browser.upload(PATH, `data:image/png;base64,${"AAAA".repeat(4_000_000)}`),
      await browser.upload(PATH, new Blob([])),
      await browser.post(PATH),
    ];
    expect(refusals.map(({ status, code }) => [status, code])).toEqual([
      [415, "image_type_not_supported"],
      [413, "image_too_large"],
      [413, "image_too_large"],
      [422, "form_param_missing"],
      [422, "form_param_missing"],
    ]);
    expect((await api.users.getUser(user.id)).hasImage).toBe(false);
    expect((await (await new Browser(clerk.url).open()).upload(PATH, png())).status).toBe(401);
  });
});
