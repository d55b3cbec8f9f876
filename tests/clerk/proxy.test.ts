import { clerkFrontendApiProxy } from "@clerk/backend/proxy";
import { verifyToken } from "@clerk/backend";
import { describe, expect, test } from "vitest";
import { asList, asRecord, client, start } from "./start.ts";

const clerk = await start();
const password = "gatehouse-local";
await client(clerk).users.createUser({ emailAddress: ["alice@acme.test"], password });

/** A request to the application's own proxy path, passed on by the SDK's real proxy code. */
function throughProxy(
  origin: string,
  path: string,
  init: RequestInit = {},
  secretKey = clerk.secretKey,
): Promise<Response> {
  return clerkFrontendApiProxy(new Request(`${origin}/__clerk${path}`, init), {
    publishableKey: clerk.publishableKey,
    secretKey,
    fapiUrl: clerk.url,
  });
}

async function json(response: Response): Promise<Record<string, unknown>> {
  return asRecord(await response.json());
}

function form(fields: Record<string, string>): RequestInit {
  return { method: "POST", body: new URLSearchParams(fields) };
}

async function signIn(origin: string, headers: Record<string, string>): Promise<string> {
  const opened = await throughProxy(origin, "/v1/dev_browser", { method: "POST", headers });
  const token = String((await json(opened)).id);
  const path = `/v1/client/sign_ins?__clerk_db_jwt=${token}`;
  const sent = { ...form({ identifier: "alice@acme.test", password }), headers };
  expect((await throughProxy(origin, path, sent)).status).toBe(200);
  return token;
}

describe("behind the application's proxy path", () => {
  test("a token names the page's origin, also where the browser sends no Origin header", async () => {
    const origin = "http://localhost:3100";
    const token = await signIn(origin, {});
    const answer = await throughProxy(origin, `/v1/client?__clerk_db_jwt=${token}`);
    const [session] = asList(asRecord((await json(answer)).response).sessions);
    const jwt = String(asRecord(session?.last_active_token).jwt);
    const claims = await verifyToken(jwt, { jwtKey: clerk.jwtKey, authorizedParties: [origin] });
    expect(claims.azp).toBe(origin);
  });

  test("pictures come by the same path", async () => {
    const origin = "http://localhost:3100";
    const token = await signIn(origin, {});
    const me = await json(await throughProxy(origin, `/v1/me?__clerk_db_jwt=${token}`));
    const image = new URL(String(asRecord(me.response).image_url));
    expect(image.origin + image.pathname.slice(0, 17)).toBe(`${origin}/__clerk/avatars/`);
    const drawn = await throughProxy(origin, image.pathname.slice("/__clerk".length));
    expect(drawn.headers.get("content-type")).toBe("image/svg+xml");
    expect(await drawn.text()).toContain(">A</text>");
  });

  test("a page of another host is served, because the proxy vouches for it", async () => {
    const origin = "http://app.test:3000";
    const forwarded = {
      origin: "https://app.example",
      "x-forwarded-host": "app.example",
      "x-forwarded-proto": "https",
    };
    const token = await signIn(origin, forwarded);
    const path = `/v1/client?__clerk_db_jwt=${token}`;
    const answer = await json(await throughProxy(origin, path, { headers: forwarded }));
    const [session] = asList(asRecord(answer.response).sessions);
    const jwt = String(asRecord(session?.last_active_token).jwt);
    const claims = await verifyToken(jwt, { jwtKey: clerk.jwtKey });
    expect(claims.azp).toBe("https://app.example");
  });

  test.each(["https://elsewhere.example", "null"])(
    "a page of another site is refused, though the proxy passes it on: %s",
    async (origin) => {
      const init = { method: "POST", headers: { origin } };
      const refused = await throughProxy("http://localhost:3100", "/v1/dev_browser", init);
      expect(refused.status).toBe(400);
      expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    },
  );

  test("a proxy that does not know the secret key is believed nothing", async () => {
    const headers = { origin: "https://app.example" };
    const init = { method: "POST", headers };
    const refused = await throughProxy("http://app.test", "/v1/dev_browser", init, "sk_test_other");
    expect(refused.status).toBe(400);
  });

  test("what is only for this machine stays there: mail, resets, the Backend API", async () => {
    for (const path of ["/local/mail", "/local/deliveries", "/local/health"]) {
      expect((await throughProxy("http://localhost:3100", path)).status).toBe(404);
    }
    const reset = await throughProxy("http://localhost:3100", "/local/reset", { method: "POST" });
    expect(reset.status).toBe(404);
    expect((await throughProxy("http://localhost:3100", "/bapi/v1/users")).status).toBe(401);
    expect(await client(clerk).users.getCount()).toBe(1);
  });

  test("the bundles and the handshake work by it too", async () => {
    const origin = "http://localhost:3100";
    const bundle = await throughProxy(origin, "/npm/@clerk/clerk-js@6/dist/clerk.browser.js");
    expect(bundle.status).toBe(200);
    const target = encodeURIComponent(`${origin}/dashboard?a=1`);
    const path = `/v1/client/handshake?redirect_url=${target}&format=nonce`;
    const shaken = await throughProxy(origin, path);
    const location = new URL(shaken.headers.get("location") ?? "");
    expect(shaken.status).toBe(307);
    expect(location.origin + location.pathname).toBe(`${origin}/dashboard`);
    expect([...location.searchParams.keys()]).toEqual(["a", "__clerk_handshake_nonce"]);
  });
});
