import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyToken } from "@clerk/backend";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { asList, asRecord, client, start, type Started, temporaryFolder } from "./start.ts";

async function rotate(clerk: Started, gracePeriodSeconds?: number) {
  const response = await fetch(`${clerk.url}/local/keys/rotate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
  });
  expect(response.status).toBe(200);
  return asRecord(await response.json());
}

async function servedKeys(clerk: Started): Promise<string[]> {
  const response = await fetch(`${clerk.url}/.well-known/jwks.json`);
  return asList(asRecord(await response.json()).keys).map((key) => String(key.kid));
}

async function sessionOf(clerk: Started, emailAddress: string): Promise<string> {
  const user = await client(clerk).users.createUser({ emailAddress: [emailAddress] });
  return (await client(clerk).sessions.createSession({ userId: user.id })).id;
}

async function tokenOf(clerk: Started, sessionId: string): Promise<string> {
  return (await client(clerk).sessions.getToken(sessionId)).jwt;
}

/** As a server that has cached no key. */
function verify(clerk: Started, jwt: string) {
  const { secretKey } = clerk;
  return verifyToken(jwt, { secretKey, apiUrl: `${clerk.url}/bapi`, skipJwksCache: true });
}

describe("key rotation", () => {
  test("signs with the new key, and the key set verifies what the old one signed", async () => {
    const clerk = await start();
    const sessionId = await sessionOf(clerk, "rotated@example.test");
    const before = await tokenOf(clerk, sessionId);
    const rotated = await rotate(clerk);
    const after = await tokenOf(clerk, sessionId);
    expect(decodeProtectedHeader(after).kid).toBe(rotated.kid);
    expect(decodeProtectedHeader(before).kid).not.toBe(rotated.kid);
    for (const jwt of [before, after]) expect((await verify(clerk, jwt)).sid).toBe(sessionId);
    expect(await servedKeys(clerk)).toEqual([rotated.kid, decodeProtectedHeader(before).kid]);
    const remote = createRemoteJWKSet(new URL(`${clerk.url}/.well-known/jwks.json`));
    for (const jwt of [before, after]) {
      expect((await jwtVerify(jwt, remote)).payload.sid).toBe(sessionId);
    }
  });

  test("serves the old key no longer than the grace period", async () => {
    const clerk = await start();
    const sessionId = await sessionOf(clerk, "graceless@example.test");
    const before = await tokenOf(clerk, sessionId);
    const rotated = await rotate(clerk, 0);
    expect(await servedKeys(clerk)).toEqual([rotated.kid]);
    await expect(verify(clerk, before)).rejects.toThrow("Unable to find a signing key");
  });

  test("leaves an application that was given the old key with nobody signed in", async () => {
    const clerk = await start();
    const sessionId = await sessionOf(clerk, "old-key@example.test");
    const before = await tokenOf(clerk, sessionId);
    const rotated = await rotate(clerk);
    const after = await tokenOf(clerk, sessionId);
    const stateOf = async (jwt: string, jwtKey: string) => {
      const headers = { authorization: `Bearer ${jwt}` };
      const request = new Request("http://localhost:3000/", { headers });
      const state = await client(clerk).authenticateRequest(request, { jwtKey });
      return [state.status, state.reason];
    };
    expect(await stateOf(before, clerk.jwtKey)).toEqual(["signed-in", null]);
    expect(await stateOf(after, clerk.jwtKey)).toEqual(["signed-out", "token-invalid-signature"]);
    expect(await stateOf(after, String(rotated.jwtKey))).toEqual(["signed-in", null]);
  });

  test("keeps the instance and its secrets, and survives a restart", async () => {
    const dataDir = temporaryFolder();
    const first = await start({ dataDir });
    const instanceOf = async ({ url }: Started) =>
      asRecord(await (await fetch(`${url}/local/health`)).json()).instance_id;
    const instance = await instanceOf(first);
    const sessionId = await sessionOf(first, "restarted@example.test");
    const before = await tokenOf(first, sessionId);
    const rotated = await rotate(first);
    expect(await instanceOf(first)).toBe(instance);
    await first.close();
    const second = await start({ dataDir });
    expect(await instanceOf(second)).toBe(instance);
    expect([second.secretKey, second.jwtKey]).toEqual([first.secretKey, rotated.jwtKey]);
    expect((await verify(second, before)).sid).toBe(sessionId);
    expect(statSync(join(dataDir, "keys.json")).mode & 0o777).toBe(0o600);
  });

  test("is possible with a key file from before there was any", async () => {
    const dataDir = temporaryFolder();
    const path = join(dataDir, "keys.json");
    const first = await start({ dataDir });
    const sessionId = await sessionOf(first, "ancient@example.test");
    const before = await tokenOf(first, sessionId);
    await first.close();
    const { secretKey, webhookSecret, privateKey } = asRecord(
      JSON.parse(readFileSync(path, "utf8")),
    );
    writeFileSync(path, JSON.stringify({ secretKey, webhookSecret, privateKey }));
    const second = await start({ dataDir });
    expect(second.jwtKey).toBe(first.jwtKey);
    const rotated = await rotate(second);
    expect(await servedKeys(second)).toEqual([rotated.kid, decodeProtectedHeader(before).kid]);
    expect((await verify(second, before)).sid).toBe(sessionId);
  });

  test("takes no grace period that is not a number of seconds", async () => {
    const clerk = await start();
    const before = await servedKeys(clerk);
    const response = await fetch(`${clerk.url}/local/keys/rotate`, {
      method: "POST",
      body: JSON.stringify({ gracePeriodSeconds: -1 }),
    });
    expect(response.status).toBe(422);
    expect(await servedKeys(clerk)).toEqual(before);
  });
});
