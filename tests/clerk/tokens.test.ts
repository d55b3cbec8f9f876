import { createClerkClient, verifyToken } from "@clerk/backend";
import { describe, expect, test } from "vitest";
import { ROLES } from "../../local/clerk/roles.ts";
import { packPermissions } from "../../local/clerk/tokens.ts";
import { permissions } from "../../src/access/permissions.ts";
import { Browser } from "./frontend-caller.ts";
import { APP_URL, backendPost, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const apiUrl = `${clerk.url}/bapi`;
const root = await api.users.createUser({
  emailAddress: ["root@gatehouse.test"],
  password: "gatehouse-local",
  publicMetadata: { role: "admin" },
});
const bob = await api.users.createUser({
  emailAddress: ["bob@acme.test"],
  password: "gatehouse-local",
});
const acme = await api.organizations.createOrganization({
  name: "Acme",
  slug: "acme",
  createdBy: root.id,
});
const globex = await api.organizations.createOrganization({
  name: "Globex",
  slug: "globex",
  createdBy: root.id,
});
await api.organizations.createOrganizationMembership({
  organizationId: acme.id,
  userId: bob.id,
  role: "org:member",
});

async function tokenFor(userId: string, organizationId: string | null): Promise<string> {
  const body = { user_id: userId, active_organization_id: organizationId };
  const session = await backendPost(clerk, "/v1/sessions", body);
  return (await api.sessions.getToken(String(session.id))).jwt;
}

function signedRequest(path: string, headers: Record<string, string>): Request {
  return new Request(APP_URL + path, { headers: { accept: "text/html", ...headers } });
}

describe("session tokens", () => {
  test("verify with the key set and with the key itself, and carry the claims of version 2", async () => {
    const jwt = await tokenFor(root.id, acme.id);
    const remote = await verifyToken(jwt, { secretKey: clerk.secretKey, apiUrl });
    const local = await verifyToken(jwt, { jwtKey: clerk.jwtKey });
    expect(remote).toEqual(local);
    expect(local).toMatchObject({
      iss: "https://local.clerk.accounts.dev",
      sub: root.id,
      sts: "active",
      v: 2,
      fva: [0, -1],
      metadata: { role: "admin" },
      o: { id: acme.id, slg: "acme", rol: "admin" },
    });
    expect(local.exp - local.iat).toBe(60);
  });

  test("carry no role that was not given, and no organization that is not active", async () => {
    const claims = await verifyToken(await tokenFor(bob.id, null), { jwtKey: clerk.jwtKey });
    expect(claims).not.toHaveProperty("metadata");
    expect(claims).not.toHaveProperty("o");
  });

  test("carry of a person's public metadata the role alone, however much there is", async () => {
    const user = await api.users.createUser({
      emailAddress: ["hoarder@acme.test"],
      password: "gatehouse-local",
      publicMetadata: { role: "admin", notes: "x".repeat(6_000) },
    });
    const jwt = await tokenFor(user.id, null);
    expect((await verifyToken(jwt, { jwtKey: clerk.jwtKey })).metadata).toEqual({ role: "admin" });
    expect(jwt.length).toBeLessThan(1_200);
  });

  test("are customised as the settings say, and without what comes to nothing", async () => {
    const own = await start();
    const user = await client(own).users.createUser({
      emailAddress: ["ada@acme.test"],
      firstName: "Ada",
      publicMetadata: { role: "admin", level: 3 },
    });
    const session = await client(own).sessions.createSession({ userId: user.id });
    const claims = async () => {
      const { jwt } = await client(own).sessions.getToken(session.id);
      return verifyToken(jwt, { jwtKey: own.jwtKey });
    };
    const customise = (sessionClaims: Record<string, unknown>) =>
      fetch(`${own.url}/local/settings`, {
        method: "PATCH",
        body: JSON.stringify({ instance: { sessionClaims } }),
      });
    await customise({
      metadata: { role: null },
      level: "{{user.public_metadata.level}}",
      greeting: "Hello {{user.first_name}}",
      slug: "{{org.slug}}",
      deep: { nothing: { at: "{{user.username}}" } },
    });
    const custom = await claims();
    expect(custom).toMatchObject({ level: 3, greeting: "Hello Ada", sub: user.id });
    for (const claim of ["metadata", "slug", "deep"]) expect(custom).not.toHaveProperty(claim);

    for (const wrong of [{ sub: "user_other" }, { o: { rol: "admin" } }, { a: "{{}}" }]) {
      const refused = await customise(wrong);
      expect(refused.status).toBe(422);
    }
    expect(await claims()).toMatchObject({ sub: user.id, level: 3 });
  });

  test("that no cookie holds are named in the log", async () => {
    const own = await start();
    const user = await client(own).users.createUser({
      emailAddress: ["hoarder@acme.test"],
      publicMetadata: { role: "x".repeat(4_000) },
    });
    const session = await client(own).sessions.createSession({ userId: user.id });
    const { jwt } = await client(own).sessions.getToken(session.id);
    expect(own.lines.join()).toContain(`${user.id} has ${jwt.length} bytes`);
  });

  test("are refused by another instance's key", async () => {
    const other = await start();
    const jwt = await tokenFor(bob.id, null);
    await expect(verifyToken(jwt, { jwtKey: other.jwtKey })).rejects.toThrow("signature");
  });

  test("give the SDK the custom permissions of the role, and no others", async () => {
    for (const [userId, role] of [
      [root.id, "org:admin"],
      [bob.id, "org:member"],
    ] as const) {
      const authorization = `Bearer ${await tokenFor(userId, acme.id)}`;
      const state = await api.authenticateRequest(signedRequest("/", { authorization }), {
        jwtKey: clerk.jwtKey,
      });
      const auth = state.toAuth();
      if (!auth?.userId) throw new Error("signed out");
      expect([auth.userId, auth.orgId, auth.orgSlug, auth.orgRole]).toEqual([
        userId,
        acme.id,
        "acme",
        role,
      ]);
      const expected = ROLES.find((one) => one.key === role)?.permissions ?? [];
      expect([...(auth.orgPermissions ?? [])].sort()).toEqual([...expected].sort());
      for (const permission of Object.keys(permissions)) {
        expect(auth.has({ permission })).toBe(expected.includes(permission));
      }
    }
  });

  test("are only made for members, and only of a session that lasts", async () => {
    const body = { user_id: bob.id, active_organization_id: globex.id };
    expect(await backendPost(clerk, "/v1/sessions", body)).toMatchObject({
      errors: [{ code: "resource_not_found" }],
    });
    const session = await api.sessions.createSession({ userId: bob.id });
    await api.sessions.revokeSession(session.id);
    await expect(api.sessions.getToken(session.id)).rejects.toMatchObject({ status: 400 });
  });
});

test("every permission of a role is one that the application knows", () => {
  const known = Object.keys(permissions);
  for (const role of ROLES) expect(known).toEqual(expect.arrayContaining([...role.permissions]));
});

test("permissions are packed as features, actions and masks", () => {
  expect(packPermissions(["org:a:read", "org:b:write", "org:a:write"])).toEqual({
    fea: "o:a,o:b",
    per: "read,write",
    fpm: "3,2",
  });
  expect(packPermissions([])).toBeNull();
});

describe("the handshake", () => {
  const proxied = createClerkClient({
    secretKey: clerk.secretKey,
    publishableKey: clerk.publishableKey,
    apiUrl,
    telemetry: { disabled: true },
  });
  const options = {
    proxyUrl: clerk.url,
    organizationSyncOptions: { organizationPatterns: ["/org/:slug", "/org/:slug/(.*)"] },
  };

  /** Goes where the SDK sends a browser, and comes back with the cookies that it sets. */
  async function shakeHands(path: string, cookie: string) {
    const headers: Record<string, string> = { "sec-fetch-dest": "document" };
    if (cookie) headers.cookie = cookie;
    const sent = await proxied.authenticateRequest(signedRequest(path, headers), options);
    if (sent.status !== "handshake") return { state: sent, cookie, reason: null };
    const location = sent.headers.get("location") ?? "";
    const answer = await fetch(location, { redirect: "manual" });
    const back = new URL(answer.headers.get("location") ?? "");
    const returned = await proxied.authenticateRequest(
      signedRequest(back.pathname + back.search, headers),
      options,
    );
    const jar = returned.headers
      .getSetCookie()
      .map((one) => one.split(";")[0] ?? "")
      .join("; ");
    return { state: returned, cookie: jar, reason: sent.reason };
  }

  test("gives a new browser its identity, signed out", async () => {
    const { cookie, reason } = await shakeHands("/", "");
    expect(reason).toBe("dev-browser-missing");
    expect(cookie).toMatch(/__clerk_db_jwt=dvb_/);
    const state = await proxied.authenticateRequest(signedRequest("/", { cookie }), options);
    expect(state.status).toBe("signed-out");
  });

  test("signs in by cookie, and makes the organization of the address active for its members only", async () => {
    const browser = await new Browser(clerk.url).open();
    await browser.signIn("bob@acme.test", "gatehouse-local");
    // As after coming back from a page that hands the browser over.
    const start = await shakeHands(`/?__clerk_db_jwt=${browser.token}`, "");
    expect(start.reason).toBe("dev-browser-sync");
    const home = await proxied.authenticateRequest(
      signedRequest("/", { cookie: start.cookie }),
      options,
    );
    expect(home.toAuth()).toMatchObject({ userId: bob.id, orgId: undefined });
    expect(home.toAuth()?.sessionClaims).toMatchObject({ azp: APP_URL });

    const inAcme = await shakeHands("/org/acme/dashboard", start.cookie);
    expect(inAcme.reason).toBe("active-organization-mismatch");
    const acmePage = signedRequest("/org/acme/dashboard", { cookie: inAcme.cookie });
    const member = await proxied.authenticateRequest(acmePage, options);
    expect(member.toAuth()).toMatchObject({ orgId: acme.id, orgRole: "org:member" });

    const inGlobex = await shakeHands("/org/globex", inAcme.cookie);
    const other = await proxied.authenticateRequest(
      signedRequest("/", { cookie: inGlobex.cookie }),
      options,
    );
    expect(other.toAuth()).toMatchObject({ orgId: acme.id });
  });

  test("also travels as a signed token, for an SDK that asks for no nonce", async () => {
    const browser = await new Browser(clerk.url).open();
    await browser.signIn("bob@acme.test", "gatehouse-local");
    const query = `redirect_url=${encodeURIComponent(APP_URL)}&__clerk_db_jwt=${browser.token}`;
    const answer = await fetch(`${clerk.url}/v1/client/handshake?${query}`, { redirect: "manual" });
    const back = new URL(answer.headers.get("location") ?? "");
    const state = await proxied.authenticateRequest(signedRequest(`/${back.search}`, {}), options);
    expect(state.headers.getSetCookie().join()).toContain(browser.token);
    expect(state.headers.getSetCookie().join()).toMatch(/__session=ey/);
  });

  test("gives its payload once", async () => {
    const browser = await new Browser(clerk.url).open();
    const query = `redirect_url=${encodeURIComponent(APP_URL)}&format=nonce`;
    const url = `${clerk.url}/v1/client/handshake?${query}&__clerk_db_jwt=${browser.token}`;
    const answer = await fetch(url, { redirect: "manual" });
    const location = new URL(answer.headers.get("location") ?? "");
    const nonce = location.searchParams.get("__clerk_handshake_nonce") ?? "";
    const payload = await api.clients.getHandshakePayload({ nonce });
    expect(payload.directives.join()).toContain(browser.token);
    await expect(api.clients.getHandshakePayload({ nonce })).rejects.toMatchObject({ status: 404 });
  });
});
