import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Principal } from "@/src/server/auth/principal";
import { environment } from "../../support/environment.ts";

const ours = "http://localhost:3000";
/** By which several instances of Clerk share a host: of the publishable key. */
const suffix = createHash("sha1")
  .update(environment.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY)
  .digest("base64url")
  .slice(0, 8);
let privateKey: CryptoKey;
let jwtKey: string;

beforeAll(async () => {
  const pair = await generateKeyPair("RS256");
  ({ privateKey } = pair);
  jwtKey = await exportSPKI(pair.publicKey);
});

function sign(claims: JWTPayload, key = privateKey): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const whole = { sub: "user_1", sid: "sess_1", iat: now, nbf: now - 10, exp: now + 60, v: 2 };
  return new SignJWT({ ...whole, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "ins_1", typ: "JWT" })
    .sign(key);
}

/** Asks with the setting on or off. The environment is read once a process, so the modules are loaded anew. */
async function ask(allow: boolean, headers: Record<string, string>): Promise<Principal["kind"]> {
  vi.resetModules();
  const setting = allow ? "1" : "0";
  Object.assign(process.env, environment, {
    APP_URL: `${ours},https://b.example`,
    CLERK_JWT_KEY: jwtKey,
    ALLOW_BEARER_WITHOUT_AZP: setting,
  });
  const { authenticateRequest } = await import("@/src/server/auth/request");
  const request = new Request(`${ours}/api/trpc/me.get`, { headers });
  return (await authenticateRequest(request)).principal.kind;
}

/** A request as it is, under the usual settings. */
async function verdictOf(path: string, headers: Record<string, string>, api?: string) {
  vi.resetModules();
  Object.assign(process.env, environment, {
    APP_URL: ours,
    CLERK_JWT_KEY: jwtKey,
    ALLOW_BEARER_WITHOUT_AZP: "0",
    ...(api ? { CLERK_API_URL: api } : {}),
  });
  const { authenticateRequest } = await import("@/src/server/auth/request");
  return authenticateRequest(new Request(`${ours}${path}`, { headers }));
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const cookie = (token: string) => ({
  cookie: `__session=${token}; __client_uat=1; __clerk_db_jwt=dvb_1`,
});

describe.each([false, true])("the party of a token, where the setting is %s", (allow) => {
  let foreign: string;
  beforeEach(async () => {
    foreign = await sign({ azp: "https://evil.example" });
  });

  test("ours is taken, in a header and in a cookie", async () => {
    for (const azp of [ours, "https://b.example"]) {
      const token = await sign({ azp });
      expect(await ask(allow, bearer(token))).toBe("person");
      expect(await ask(allow, cookie(token))).toBe("person");
    }
  });

  test("another one is refused, in a header and in a cookie", async () => {
    expect(await ask(allow, bearer(foreign))).toBe("anonymous");
    expect(await ask(allow, cookie(foreign))).toBe("anonymous");
  });

  test("a party of another form is refused", async () => {
    for (const azp of ["", null, 0, false, [], [ours], {}, `${ours}/`, "HTTP://localhost:3000"]) {
      const token = await sign({ azp });
      expect(await ask(allow, bearer(token)), JSON.stringify(azp)).toBe("anonymous");
    }
  });

  test("a cookie without a party is refused", async () => {
    expect(await ask(allow, cookie(await sign({})))).toBe("anonymous");
  });

  test("a bearer without a party is taken by the setting alone", async () => {
    expect(await ask(allow, bearer(await sign({})))).toBe(allow ? "person" : "anonymous");
  });

  test("a cookie is not taken for a bearer's sake", async () => {
    const none = await sign({});
    for (const authorization of [`bearer ${none}`, `Basic ${none}`, ""]) {
      const headers = { ...cookie(await sign({})), authorization };
      expect(await ask(allow, headers), authorization).toBe("anonymous");
    }
    expect(await ask(allow, { ...cookie(foreign), ...bearer("nonsense") })).toBe("anonymous");
  });

  test("a bearer without a party still needs Clerk's signature and its time", async () => {
    const { privateKey: other } = await generateKeyPair("RS256");
    const past = Math.floor(Date.now() / 1000) - 3600;
    expect(await ask(allow, bearer(await sign({}, other)))).toBe("anonymous");
    expect(await ask(allow, bearer(await sign({ exp: past })))).toBe("anonymous");
  });
});

test("what the middleware would answer by a redirect is nobody: a handshake in the address signs nobody in", async () => {
  const session = await sign({ azp: ours });
  const handshake = await sign({ handshake: [`__session=${session}`, "__client_uat=1"] });
  const cookie = "__clerk_db_jwt=dvb_1";
  const verdict = await verdictOf(`/api/trpc/me.get?__clerk_handshake=${handshake}`, { cookie });
  expect(verdict).toEqual({ principal: { kind: "anonymous" }, expiresAt: 0, cookies: [] });
});

test("a session that Clerk's SDK refreshes on the way brings its cookies along, and is not remembered", async () => {
  const fresh = await sign({ azp: ours });
  const now = Math.floor(Date.now() / 1000);
  const over = await sign({ azp: ours, iat: now - 120, exp: now - 60, iss: "https://a.example" });
  const asked: string[] = [];
  const api = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method ?? ""} ${incoming.url ?? ""}`);
    outgoing.setHeader("content-type", "application/json");
    outgoing.end(JSON.stringify({ object: "cookies", cookies: [`__session_${suffix}=${fresh}`] }));
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  try {
    const address = api.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    const cookies = {
      __session: over,
      [`__session_${suffix}`]: over,
      __client_uat: "1",
      [`__client_uat_${suffix}`]: "1",
      [`__refresh_${suffix}`]: "refresh",
      __clerk_db_jwt: "dvb_1",
      [`__clerk_db_jwt_${suffix}`]: "dvb_1",
    };
    const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
    const url = `http://127.0.0.1:${address.port}`;
    const verdict = await verdictOf("/api/trpc/me.get", { cookie: cookie.join("; ") }, url);
    expect(asked).toEqual(["POST /v1/sessions/sess_1/refresh?suffixed_cookies=true"]);
    expect(verdict.principal).toMatchObject({ kind: "person", userId: "user_1" });
    expect(verdict.cookies).toEqual([`__session_${suffix}=${fresh}`]);
  } finally {
    api.close();
  }
});

test("a machine's token is nobody's, and Clerk is not asked about it", async () => {
  for (const token of ["ak_1234567890", "oat_1234567890", "mt_1234567890"])
    expect((await verdictOf("/api/trpc/me.get", bearer(token))).principal.kind).toBe("anonymous");
});
