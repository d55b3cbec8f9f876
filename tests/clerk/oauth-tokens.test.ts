import { beforeAll, describe, expect, test } from "vitest";
import { refusal } from "./contract/world.ts";
import { APP_URL, asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const alice = await api.users.createUser({ emailAddress: ["alice@acme.test"] });
let applicationId = "";
let clientId = "";

beforeAll(async () => {
  const application = await api.oauthApplications.create({ name: "Calendar" });
  applicationId = application.id;
  clientId = application.clientId;
});

/** What an authorization in the browser would come to. */
async function issue(more: Record<string, unknown> = {}): Promise<string> {
  const response = await fetch(`${clerk.url}/local/oauth_access_tokens`, {
    method: "POST",
    body: JSON.stringify({ applicationId, userId: alice.id, scopes: ["email"], ...more }),
  });
  expect(response.status).toBe(200);
  return String(asRecord(await response.json()).token);
}

async function stateOf(token: string, audience?: string) {
  const headers = { authorization: `Bearer ${token}` };
  return api.authenticateRequest(new Request(APP_URL, { headers }), {
    acceptsToken: "oauth_token",
    ...(audience ? { audience } : {}),
  });
}

describe("an OAuth access token", () => {
  test.each(["opaque", "jwt"])("lets an application in for its user, %s", async (format) => {
    const token = await issue({ format });
    expect(token).toMatch(format === "opaque" ? /^oat_/ : /^ey/);
    const state = await stateOf(token);
    expect(state.toAuth()).toMatchObject({
      tokenType: "oauth_token",
      isAuthenticated: true,
      userId: alice.id,
      clientId,
      scopes: ["email"],
    });
  });

  test.each(["opaque", "jwt"])("is good for its audience alone, %s", async (format) => {
    const token = await issue({ format, audience: ["https://api.acme.test"] });
    expect((await stateOf(token, "https://api.acme.test")).status).toBe("signed-in");
    expect((await stateOf(token, "https://other.test")).status).toBe("signed-out");
  });

  test("is no good when it is revoked, too old or made up", async () => {
    const revoked = await issue();
    await api.oauthApplications.revokeToken({
      oauthApplicationId: applicationId,
      token: revoked,
    });
    const old = await issue({ expiresInSeconds: 1 });
    expect((await stateOf(old)).status).toBe("signed-in");
    await new Promise((resolve) => setTimeout(resolve, 1_001));
    for (const token of [revoked, old, "oat_made_up"]) {
      const state = await stateOf(token);
      expect([state.status, state.reason]).toEqual(["signed-out", "token-invalid"]);
    }
    const forged = `${(await issue({ format: "jwt" })).slice(0, -4)}AAAA`;
    expect((await stateOf(forged)).status).toBe("signed-out");
  });

  test("goes with its application, and with its user", async () => {
    const gone = await api.oauthApplications.create({ name: "Gone" });
    const first = await issue({ applicationId: gone.id });
    const user = await api.users.createUser({ emailAddress: ["gone@acme.test"] });
    const second = await issue({ userId: user.id });
    for (const token of [first, second]) {
      expect((await stateOf(token)).status).toBe("signed-in");
    }
    await api.oauthApplications.delete(gone.id);
    await api.users.deleteUser(user.id);
    for (const token of [first, second]) {
      expect((await stateOf(token)).status).toBe("signed-out");
    }
  });

  test("is revoked by its own application alone", async () => {
    const other = await api.oauthApplications.create({ name: "Other" });
    const token = await issue();
    const revoke = api.oauthApplications.revokeToken({ oauthApplicationId: other.id, token });
    expect(await refusal(revoke)).toEqual([404, "resource_not_found"]);
    expect((await stateOf(token)).status).toBe("signed-in");
  });

  test("is neither a session nor another machine's token", async () => {
    for (const token of [await issue(), await issue({ format: "jwt" })]) {
      const headers = { authorization: `Bearer ${token}` };
      for (const acceptsToken of ["session_token", "api_key", "m2m_token"] as const) {
        const request = new Request(APP_URL, { headers });
        const state = await api.authenticateRequest(request, { acceptsToken });
        expect([acceptsToken, state.status]).toEqual([acceptsToken, "signed-out"]);
      }
    }
  });
});

test("an OAuth application shows its secret once, and a public one has none", async () => {
  const made = await api.oauthApplications.create({ name: "Secretive", scopes: "email" });
  const { id } = made;
  expect(made.clientSecret).toMatch(/^oas_[\w-]{32}$/);
  expect((await api.oauthApplications.get(id)).clientSecret).toBeUndefined();
  const rotated = await api.oauthApplications.rotateSecret(id);
  expect(rotated.clientSecret).not.toBe(made.clientSecret);
  const open = await api.oauthApplications.create({ name: "Open", public: true });
  expect([open.clientSecret, open.isPublic]).toEqual([undefined, true]);
  const wrong = api.oauthApplications.create({ name: "Wrong", redirectUris: ["nowhere"] });
  expect(await refusal(wrong)).toEqual([422, "form_param_format_invalid"]);
});
