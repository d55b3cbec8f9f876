import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { changeSettings } from "./journeys/visit.ts";
import { APP_URL, asList, asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";

const admin = await signedIn("admin@acme.test");
const member = await signedIn("member@acme.test");
const stranger = await signedIn("stranger@acme.test");
const acme = await api.organizations.createOrganization({ name: "Acme", createdBy: admin.id });
await api.organizations.createOrganizationMembership({
  organizationId: acme.id,
  userId: member.id,
  role: "org:member",
});

/** A person, and the API keys part of the API as clerk-js calls it: with the session's token, and a doubled slash. */
async function signedIn(emailAddress: string) {
  const user = await api.users.createUser({ emailAddress: [emailAddress], password });
  const browser = await new Browser(clerk.url).open();
  await browser.signIn(emailAddress, password);
  const [session] = (await browser.client()).sessions;
  const { body } = await browser.post(`/v1/client/sessions/${session?.id}/tokens`);
  return { id: user.id, browser, jwt: String(body.jwt) };
}

async function send(who: { jwt: string }, path: string, body?: Record<string, unknown>) {
  const response = await fetch(`${clerk.url}//api_keys${path}`, {
    method: body ? "POST" : "GET",
    headers: { authorization: `Bearer ${who.jwt}`, origin: APP_URL },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = asRecord(await response.json());
  const [error] = Array.isArray(answer.errors) ? asList(answer.errors) : [];
  return { status: response.status, answer, code: error ? String(error.code) : null };
}

const create = (who: { jwt: string }, subject: string, name: string) =>
  send(who, "", { type: "api_key", name, subject });
const list = (who: { jwt: string }, subject: string, query = "") =>
  send(who, `?subject=${subject}&query=${query}&limit=10&offset=0`);

beforeEach(() =>
  changeSettings(clerk, { instance: { apiKeys: { user: true, organization: true } } }),
);

describe("API keys", () => {
  test("are made, listed without their secret, and revoked", async () => {
    const made = await create(admin, admin.id, "deploy");
    expect(made.answer).toMatchObject({ name: "deploy", subject: admin.id, created_by: admin.id });
    const secret = String(made.answer.secret);
    expect(secret).toMatch(/^ak_\S{32,}$/);
    const listed = await list(admin, admin.id);
    expect(listed.answer).toMatchObject({ total_count: 1, data: [{ id: made.answer.id }] });
    expect(JSON.stringify(listed.answer)).not.toContain("secret");
    const twice = await create(admin, admin.id, " deploy ");
    expect([twice.status, twice.code]).toEqual([409, "token_creation_conflict"]);
    const path = `/${String(made.answer.id)}/revoke`;
    const revoked = await send(admin, path, { revocation_reason: "lost" });
    expect(revoked.answer).toMatchObject({ revoked: true, revocation_reason: "lost" });
    expect((await list(admin, admin.id)).answer).toMatchObject({ total_count: 0 });
    expect((await create(admin, admin.id, "deploy")).status).toBe(200);
    const state = readFileSync(join(clerk.dataDir, "state.jsonl"), "utf8");
    expect(state).toContain("deploy");
    expect(state).not.toContain(secret);
    expect(clerk.lines.join("\n")).not.toContain(secret);
  });

  test("are found by name, in pages", async () => {
    for (let i = 1; i <= 12; i++) await create(member, member.id, `key ${i}`);
    expect((await list(member, member.id, "KEY%201")).answer).toMatchObject({ total_count: 4 });
    const second = await send(member, `?subject=${member.id}&limit=10&offset=10`);
    const names = asList(second.answer.data).map((one) => one.name);
    expect([second.answer.total_count, names]).toEqual([12, ["key 2", "key 1"]]);
  });

  test("are the person's own, or those of an organization whose role allows it", async () => {
    const made = await create(admin, acme.id, "shared");
    expect(made.answer).toMatchObject({ subject: acme.id, created_by: admin.id });
    const revoke = `/${String(made.answer.id)}/revoke`;
    const missing = [403, "missing_required_permission"];
    const foreign = [403, "organization_not_found_or_unauthorized"];
    const answers = [
      await list(member, acme.id),
      await create(member, acme.id, "mine"),
      await send(member, revoke, {}),
      await list(stranger, acme.id),
      await create(stranger, acme.id, "mine"),
      await send(stranger, revoke, {}),
      await list(stranger, admin.id),
      await create(stranger, admin.id, "mine"),
    ].map(({ status, code }) => [status, code]);
    expect(answers).toEqual([
      ...[missing, missing, missing, foreign, foreign],
      [404, "resource_not_found"],
      ...[foreign, foreign],
    ]);
    expect((await list(admin, acme.id)).answer).toMatchObject({ total_count: 1 });
  });

  test("are there for whom the settings allow them", async () => {
    await changeSettings(clerk, { instance: { apiKeys: { user: false, organization: true } } });
    expect((await create(admin, admin.id, "none")).code).toBe("api_keys_not_enabled");
    expect((await list(admin, acme.id)).status).toBe(200);
    const { body } = await admin.browser.post("/v1/environment", {}, "PATCH");
    expect(body.api_keys_settings).toEqual({
      enabled: true,
      user_api_keys_enabled: false,
      orgs_api_keys_enabled: true,
    });
    await changeSettings(clerk, { instance: { apiKeys: { user: true, organization: false } } });
    expect((await list(admin, acme.id)).code).toBe("api_keys_not_enabled");
  });

  test("ask for the token of a session that is there", async () => {
    const leaving = await signedIn("leaving@acme.test");
    expect((await list(leaving, leaving.id)).status).toBe(200);
    await leaving.browser.post("/v1/client/sessions", {}, "DELETE");
    const other = await start();
    const theirs = await client(other).users.createUser({ emailAddress: ["a@acme.test"] });
    const session = await client(other).sessions.createSession({ userId: theirs.id });
    const foreign = await client(other).sessions.getToken(session.id);
    for (const who of [leaving, { jwt: "" }, { jwt: "a.b.c" }, foreign]) {
      expect((await list(who, leaving.id)).status).toBe(401);
    }
  });

  test("expire, and go with their subject", async () => {
    const body = { type: "api_key", name: "short", subject: admin.id };
    for (const seconds_until_expiration of [0, -1, 1.5]) {
      const refused = await send(admin, "", { ...body, seconds_until_expiration });
      expect([refused.status, refused.code]).toEqual([422, "form_param_value_invalid"]);
    }
    const made = await send(admin, "", { ...body, seconds_until_expiration: 3600 });
    const { expiration, created_at } = made.answer;
    expect(Number(expiration) - Number(created_at)).toBe(3_600_000);
    const gone = await api.organizations.createOrganization({ name: "Gone", createdBy: admin.id });
    const key = await create(admin, gone.id, "orphan");
    await api.organizations.deleteOrganization(gone.id);
    expect((await send(admin, `/${String(key.answer.id)}/revoke`, {})).status).toBe(404);
  });
});
