import { exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Principal } from "@/src/server/auth/principal";
import { environment } from "../../support/environment.ts";

const ours = "http://localhost:3000";
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
  return (await authenticateRequest(new Request(`${ours}/api/trpc/me.get`, { headers }))).kind;
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
