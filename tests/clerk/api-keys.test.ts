import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { refusal } from "./contract/world.ts";
import { APP_URL, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const alice = await api.users.createUser({ emailAddress: ["alice@acme.test"] });
const acme = await api.organizations.createOrganization({ name: "Acme", createdBy: alice.id });

/** As a route of an application that lets programs in would. */
async function stateOf(token: string) {
  const headers = { authorization: `Bearer ${token}` };
  return api.authenticateRequest(new Request(APP_URL, { headers }), {
    acceptsToken: ["api_key", "session_token"],
  });
}

describe("an API key", () => {
  test("signs a program in on behalf of a user, with its scopes and claims", async () => {
    const key = await api.apiKeys.create({
      name: "ci",
      subject: alice.id,
      scopes: ["read"],
      claims: { team: "blue" },
    });
    expect(key.secret).toMatch(/^ak_/);
    const state = await stateOf(key.secret ?? "");
    expect(state.status).toBe("signed-in");
    expect(state.toAuth()).toMatchObject({
      tokenType: "api_key",
      isAuthenticated: true,
      id: key.id,
      userId: alice.id,
      orgId: null,
      scopes: ["read"],
      claims: { team: "blue" },
    });
    expect((await api.apiKeys.get(key.id)).lastUsedAt).toBeGreaterThanOrEqual(key.createdAt);
  });

  test("signs a program in on behalf of an organization", async () => {
    const key = await api.apiKeys.create({ name: "org", subject: acme.id });
    const auth = (await stateOf(key.secret ?? "")).toAuth();
    expect(auth).toMatchObject({ orgId: acme.id, userId: null });
  });

  test("is no good when it is revoked, too old, deleted or made up", async () => {
    const revoked = await api.apiKeys.create({ name: "revoked", subject: alice.id });
    const answer = await api.apiKeys.revoke({ apiKeyId: revoked.id, revocationReason: "lost" });
    expect(answer).toMatchObject({ revoked: true, revocationReason: "lost" });
    const deleted = await api.apiKeys.create({ name: "deleted", subject: alice.id });
    await api.apiKeys.delete(deleted.id);
    const old = await api.apiKeys.create({
      name: "old",
      subject: alice.id,
      secondsUntilExpiration: 1,
    });
    expect((await stateOf(old.secret ?? "")).status).toBe("signed-in");
    await new Promise((resolve) => setTimeout(resolve, 1_001));
    for (const secret of [revoked.secret, deleted.secret, old.secret, "ak_made_up"]) {
      const state = await stateOf(secret ?? "");
      expect([state.status, state.reason]).toEqual(["signed-out", "token-invalid"]);
    }
    const valid = (await api.apiKeys.list({ subject: alice.id })).data.map((one) => one.name);
    expect(valid).not.toContain("revoked");
    expect(valid).not.toContain("old");
    const all = await api.apiKeys.list({ subject: alice.id, includeInvalid: true });
    expect(all.data.map((one) => one.name)).toEqual(expect.arrayContaining(["revoked", "old"]));
  });

  test("shows its secret again to whoever has the secret key, and keeps it nowhere", async () => {
    const key = await api.apiKeys.create({ name: "shown", subject: alice.id });
    expect(await api.apiKeys.getSecret(key.id)).toEqual({ secret: key.secret });
    expect((await api.apiKeys.get(key.id)).secret).toBeUndefined();
    expect(readFileSync(join(clerk.dataDir, "state.jsonl"), "utf8")).not.toContain(key.secret);
  });

  test("is for somebody who exists, and stays theirs", async () => {
    const nobody = api.apiKeys.create({ name: "x", subject: "user_x" });
    expect(await refusal(nobody)).toEqual([422, "form_param_value_invalid"]);
    const key = await api.apiKeys.create({ name: "hers", subject: alice.id });
    const moved = api.apiKeys.update({ apiKeyId: key.id, subject: acme.id, scopes: ["all"] });
    expect(await refusal(moved)).toEqual([422, "form_param_value_invalid"]);
    const changed = await api.apiKeys.update({
      apiKeyId: key.id,
      subject: alice.id,
      description: "for the nightly run",
    });
    expect(changed).toMatchObject({ description: "for the nightly run", scopes: [] });
  });
});
