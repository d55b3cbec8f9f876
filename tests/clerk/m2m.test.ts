import { createClerkClient } from "@clerk/backend";
import { decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { refusal } from "./contract/world.ts";
import { APP_URL, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const billing = await api.machines.create({ name: "billing" });
const reports = await api.machines.create({ name: "reports", scopedMachines: [billing.id] });
const stranger = await api.machines.create({ name: "stranger" });
const machineSecretKey = reports.secretKey ?? "";

/** As the service that is called would: with its own key, or with the instance's. */
function serviceOf(secretKey: string | undefined) {
  return createClerkClient({
    publishableKey: clerk.publishableKey,
    apiUrl: `${clerk.url}/bapi`,
    telemetry: { disabled: true },
    ...(secretKey ? { machineSecretKey: secretKey } : { secretKey: clerk.secretKey }),
  });
}

async function stateOf(token: string | undefined, secretKey?: string) {
  const headers = { authorization: `Bearer ${token}` };
  return serviceOf(secretKey).authenticateRequest(new Request(APP_URL, { headers }), {
    acceptsToken: "m2m_token",
    ...(secretKey ? {} : { secretKey: clerk.secretKey }),
  });
}

const invalid = ["signed-out", "token-invalid"];

describe("an M2M token", () => {
  test("is good at the machines of its scopes, and at the instance", async () => {
    const made = await api.m2m.createToken({ machineSecretKey, claims: { run: 7 } });
    expect(made).toMatchObject({ subject: reports.id, scopes: [billing.id], claims: { run: 7 } });
    expect(made.token).toMatch(/^mt_/);
    for (const secretKey of [billing.secretKey, undefined]) {
      const state = await stateOf(made.token, secretKey);
      expect(state.toAuth()).toMatchObject({
        tokenType: "m2m_token",
        machineId: reports.id,
        scopes: [billing.id],
        claims: { run: 7 },
      });
    }
    const elsewhere = await stateOf(made.token, stranger.secretKey);
    expect([elsewhere.status, elsewhere.reason]).toEqual(invalid);
  });

  test("is no good when it is revoked, too old or made up", async () => {
    const revoked = await api.m2m.createToken({ machineSecretKey });
    await api.m2m.revokeToken({ m2mTokenId: revoked.id, machineSecretKey });
    const old = await api.m2m.createToken({ machineSecretKey, secondsUntilExpiration: 1 });
    expect((await stateOf(old.token)).status).toBe("signed-in");
    await new Promise((resolve) => setTimeout(resolve, 1_001));
    for (const token of [revoked.token, old.token, "mt_made_up"]) {
      const state = await stateOf(token);
      expect([state.status, state.reason]).toEqual(invalid);
    }
    const { data } = await api.m2m.list({ subject: reports.id });
    const listed = data.map((one) => one.id);
    expect(listed).not.toContain(revoked.id);
    expect(listed).not.toContain(old.id);
    const all = await api.m2m.list({ subject: reports.id, revoked: true, expired: true });
    expect(all.data.map((one) => one.id)).toEqual(expect.arrayContaining([revoked.id, old.id]));
  });

  test("in JWT form needs nobody to verify it, and is in no list", async () => {
    const made = await api.m2m.createToken({
      machineSecretKey,
      tokenFormat: "jwt",
      claims: { run: 8 },
      secondsUntilExpiration: 60,
    });
    expect(decodeProtectedHeader(made.token ?? "")).toMatchObject({ cat: "cl_B7d4PD333AAA" });
    const verified = await api.m2m.verify({ token: made.token ?? "" });
    expect(verified).toMatchObject({ id: made.id, subject: reports.id, scopes: [billing.id] });
    expect((await stateOf(made.token)).toAuth()).toMatchObject({ machineId: reports.id });
    const { data } = await api.m2m.list({ subject: reports.id });
    expect(data.map((one) => one.id)).not.toContain(made.id);
    const forged = `${made.token?.slice(0, -4)}AAAA`;
    expect((await stateOf(forged)).status).toBe("signed-out");
  });

  test("is handed out again while it lives long enough, when that is asked for", async () => {
    const first = await api.m2m.createToken({ machineSecretKey, claims: { again: true } });
    const same = { machineSecretKey, claims: { again: true }, minRemainingTtlSeconds: 60 };
    expect(await api.m2m.createToken(same)).toMatchObject({ id: first.id, token: first.token });
    const other = await api.m2m.createToken({ ...same, claims: { again: false } });
    expect(other.id).not.toBe(first.id);
    const never = api.m2m.createToken({ ...same, minRemainingTtlSeconds: 3600 });
    expect(await refusal(never)).toEqual([400, "form_param_value_invalid"]);
  });

  test("is made by its machine alone, and says nothing in Clerk's place", async () => {
    expect(await refusal(api.m2m.createToken())).toEqual([403, "authorization_invalid"]);
    const lie = api.m2m.createToken({ machineSecretKey, claims: { sub: billing.id } });
    expect(await refusal(lie)).toEqual([400, "machine_token_reserved_claim"]);
  });

  test("is no business of other machines", async () => {
    const made = await api.m2m.createToken({ machineSecretKey });
    const other = { machineSecretKey: stranger.secretKey ?? "" };
    const revoke = api.m2m.revokeToken({ m2mTokenId: made.id, ...other });
    expect(await refusal(revoke)).toEqual([404, "resource_not_found"]);
    const list = api.m2m.list({ subject: reports.id, ...other });
    expect(await refusal(list)).toEqual([403, "authorization_invalid"]);
  });
});

describe("a machine's secret key", () => {
  test("opens nothing but the tokens", async () => {
    const headers = { authorization: `Bearer ${machineSecretKey}` };
    for (const path of ["/v1/users", "/v1/machines", "/api_keys", "/m2m_tokensx"]) {
      const response = await fetch(`${clerk.url}/bapi${path}`, { headers });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });

  test("can be rotated, and the old one is good for as long as that says", async () => {
    const machine = await api.machines.create({ name: "rotated" });
    const use = (key: string | undefined) => api.m2m.createToken({ machineSecretKey: key ?? "" });
    const kept = await api.machines.rotateSecretKey({
      machineId: machine.id,
      previousTokenTtl: 60,
    });
    expect(await api.machines.getSecretKey(machine.id)).toEqual(kept);
    for (const key of [machine.secretKey, kept.secret]) {
      expect((await use(key)).subject).toBe(machine.id);
    }
    await api.machines.rotateSecretKey({ machineId: machine.id, previousTokenTtl: 0 });
    for (const key of [machine.secretKey, kept.secret]) {
      expect(await refusal(use(key))).toEqual([401, "clerk_key_invalid"]);
    }
  });
});

describe("a machine", () => {
  test("takes its tokens, its key and the ways to it along when it goes", async () => {
    const machine = await api.machines.create({ name: "gone" });
    await api.machines.createScope(machine.id, billing.id);
    await api.machines.createScope(stranger.id, machine.id);
    const token = await api.m2m.createToken({ machineSecretKey: machine.secretKey ?? "" });
    expect((await stateOf(token.token)).status).toBe("signed-in");
    await api.machines.delete(machine.id);
    expect((await stateOf(token.token)).status).toBe("signed-out");
    expect((await api.machines.get(stranger.id)).scopedMachines).toEqual([]);
    const after = api.m2m.createToken({ machineSecretKey: machine.secretKey ?? "" });
    expect(await refusal(after)).toEqual([401, "clerk_key_invalid"]);
  });

  test("has scopes only to other machines that exist", async () => {
    const self = api.machines.createScope(stranger.id, stranger.id);
    expect(await refusal(self)).toEqual([422, "form_param_format_invalid"]);
    const nowhere = api.machines.createScope(stranger.id, "mch_x");
    expect(await refusal(nowhere)).toEqual([404, "resource_not_found"]);
    const none = api.machines.deleteScope(stranger.id, billing.id);
    expect(await refusal(none)).toEqual([404, "resource_not_found"]);
  });

  test("has at most 150 scopes, however they come", async () => {
    const ids: string[] = [];
    for (let number = 0; number <= 150; number++) {
      ids.push((await api.machines.create({ name: `one of many ${number}` })).id);
    }
    const [one = "", ...others] = ids;
    const full = await api.machines.create({ name: "full", scopedMachines: others });
    expect((await api.machines.get(full.id)).scopedMachines).toHaveLength(150);
    const refused = [422, "form_param_format_invalid"];
    expect(await refusal(api.machines.createScope(full.id, one))).toEqual(refused);
    const tooMany = api.machines.create({ name: "overfull", scopedMachines: ids });
    expect(await refusal(tooMany)).toEqual(refused);
    expect((await api.machines.get(full.id)).scopedMachines).toHaveLength(150);
  });
});
