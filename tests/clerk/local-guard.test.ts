import { request } from "node:http";
import { clerkFrontendApiProxy } from "@clerk/backend/proxy";
import { describe, expect, test } from "vitest";
import { start } from "./start.ts";

const clerk = await start();

/** As a browser sends it: fetch() of Node sets some of these headers itself. */
function send(method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${clerk.url}${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

const anotherPort = "http://localhost:3000";
const asScript = { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };
const asPage = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

describe("what is ours alone", () => {
  test.each([
    ["a script of another port", { origin: anotherPort, "sec-fetch-site": "same-site" }],
    ["a script of a browser that says less", { origin: anotherPort }],
    ["a script that hides its origin", { "sec-fetch-site": "cross-site", ...asScript }],
    [
      "a script without a preflight",
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
    ],
    [
      "a frame",
      { "sec-fetch-site": "same-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
    ],
  ])("is not for %s", async (_, headers) => {
    for (const path of ["/local/mail", "/local/settings", "/console", "/console/mail", "/"]) {
      expect([path, await send("GET", path, headers)]).toEqual([path, 403]);
    }
    for (const path of ["/local/reset", "/local/snapshots/x", "/console/reset"]) {
      expect([path, await send("POST", path, headers)]).toEqual([path, 403]);
    }
  });

  test("is not for a form on another page, which opens as a page", async () => {
    const form = { "sec-fetch-site": "cross-site", ...asPage };
    expect(await send("POST", "/local/reset", { ...form, origin: anotherPort })).toBe(403);
    expect(await send("POST", "/local/reset", form)).toBe(403);
    expect(await send("POST", "/local/reset", { origin: "null" })).toBe(400);
  });

  test("may be followed a link to, is for its own pages, and for programs", async () => {
    expect(await send("GET", "/local/mail", { "sec-fetch-site": "cross-site", ...asPage })).toBe(
      200,
    );
    const own = { origin: clerk.url, "sec-fetch-site": "same-origin", ...asScript };
    expect(await send("POST", "/local/reset", own)).toBe(200);
    const typed = { "sec-fetch-site": "none", ...asPage };
    expect(await send("GET", "/local/mail", typed)).toBe(200);
    expect(await send("POST", "/local/reset", {})).toBe(200);
  });

  test("is not for whoever can reach the application", async () => {
    for (const path of ["/local/mail", "/local/settings", "/console", "/console/mail", "/"]) {
      const answer = await clerkFrontendApiProxy(new Request(`${anotherPort}/__clerk${path}`), {
        publishableKey: clerk.publishableKey,
        secretKey: clerk.secretKey,
        fapiUrl: clerk.url,
      });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });
});
