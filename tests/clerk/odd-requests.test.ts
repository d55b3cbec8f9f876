import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { client, start } from "./start.ts";

const clerk = await start();
const password = "gatehouse-local";
const user = await client(clerk).users.createUser({ emailAddress: ["odd@example.test"], password });

const deep = `{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;

function raw(method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${clerk.url}${path}`, { method }, (response) =>
      resolve(response.resume().statusCode ?? 0),
    );
    sent.on("error", reject).end();
  });
}

describe("JSON so deep that it cannot be written down", () => {
  test("is refused in a form, and the account stays as it was", async () => {
    const browser = await new Browser(clerk.url).open();
    await browser.signIn("odd@example.test", password);
    for (const path of ["/v1/me", "/v1/me/metadata"]) {
      const answer = await browser.post(path, { unsafe_metadata: deep }, "PATCH");
      expect([answer.status, answer.code]).toEqual([422, "form_param_format_invalid"]);
    }
    expect((await browser.get("/v1/me")).status).toBe(200);
  });

  test.each([
    ["POST", "/bapi/v1/organizations", `{"name":"Deep","public_metadata":${deep}}`],
    ["PATCH", `/bapi/v1/users/${user.id}`, `{"public_metadata":${deep}}`],
    ["POST", "/bapi/v1/jwt_templates", `{"name":"deep","claims":${deep}}`],
    ["PATCH", "/local/settings", deep],
    ["POST", "/local/seed", deep],
  ])("is refused as a body: %s %s", async (method, path, body) => {
    const headers = { authorization: `Bearer ${clerk.secretKey}` };
    expect((await fetch(clerk.url + path, { method, headers, body })).status).toBe(422);
  });

  test("leaves nothing that a snapshot stumbles over", async () => {
    const saved = await fetch(`${clerk.url}/local/snapshots/after`, { method: "POST" });
    expect(saved.status).toBe(201);
  });
});

test.each(["TRACE", "CONNECT", "HEAD", "no method", ""])(
  "a method that cannot be is none: _method=%s",
  async (method) => {
    const answer = await fetch(`${clerk.url}/v1/client?_method=${method}`, { method: "POST" });
    expect(answer.status).toBe(404);
  },
);

test("a doubled slash changes nothing for any method", async () => {
  for (const method of ["TRACE", "HEAD", "PROPFIND", "OPTIONS"]) {
    expect([method, await raw(method, "/v1//client")]).not.toEqual([method, 500]);
  }
});

describe("a body without end", () => {
  test.each([
    ["POST", "/v1/client/sign_ins"],
    ["POST", "/v1/me/profile_image?_method=PATCH"],
    ["POST", "/bapi/v1/users"],
    ["PATCH", "/local/settings"],
  ])("is refused while it comes in: %s %s", async (method, path) => {
    const browser = await new Browser(clerk.url).open();
    const megabyte = new Uint8Array(1_000_000);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 30) controller.close();
        else controller.enqueue(megabyte);
      },
    });
    const url = new URL(path, clerk.url);
    url.searchParams.set("__clerk_db_jwt", browser.token);
    const headers = { authorization: `Bearer ${clerk.secretKey}` };
    // Node asks for `duplex` with a stream, and the types do not know it.
    const options = { method, headers, body, duplex: "half" };
    const response = await fetch(url, options);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ code: "request_body_too_large" }] });
  });
});
