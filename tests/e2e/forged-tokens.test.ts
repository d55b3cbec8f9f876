import { decodeJwt, decodeProtectedHeader } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { clerk, openSession, query, ask, served, token, userId } from "../support/e2e.ts";
import {
  byClerk,
  byPublicKey,
  byStranger,
  craft,
  resign,
  strangersJwk,
  unsigned,
} from "../support/e2e.tokens.ts";

/** The cookie names' end, by which several instances of Clerk share a host. */
const suffix = "Zz9uV2Fs";
let genuine: string;
let erin: string;
let header: Record<string, unknown>;
let claims: Record<string, unknown>;

beforeAll(async () => {
  genuine = (await openSession("alice@acme.test", "acme", 3600)).token;
  erin = await token("erin@example.test");
  header = { ...decodeProtectedHeader(genuine) };
  claims = { ...decodeJwt(genuine) };
});

type Headers_ = Record<string, string>;
interface Sent {
  readonly headers: Headers_;
  readonly search?: string;
}
const bearer = (value: string): Sent => ({ headers: { authorization: `Bearer ${value}` } });
/** As a browser that has signed in sends it. */
const cookies = (session: string, more: Headers_ = {}): Sent => {
  const all = { __client_uat: "1", __clerk_db_jwt: "dvb_test", __session: session, ...more };
  const cookie = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  return { headers: { cookie: cookie.join("; ") } };
};

/**
 * What answers that has auth() behind the middleware, and what verifies by itself: a first time, and again when it may remember.
 * Of each the e-mail address of whom it took the caller for, or the code of the refusal.
 */
async function answers({ headers, search = "" }: Sent): Promise<string[]> {
  const responses = [
    await ask(`/api/user-data${search}`, { headers }),
    await ask(`/api/trpc/me.get${search}`, { headers }),
    await ask(`/api/trpc/me.get${search}`, { headers }),
  ];
  return Promise.all(
    responses.map(async (first) => {
      const response = await follow(first, headers);
      const text = await response.text();
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(text).not.toMatch(/node_modules|\bat .+:\d+:\d+/);
      const email = /[a-z]+@(acme|globex|example|gatehouse)\.test/.exec(text)?.[0];
      const code = /"(?:app)?[cC]ode":"([a-z_]+)"/.exec(text)?.[1];
      return email ?? `${response.status} ${code ?? "without a code"}`;
    }),
  );
}

/** In development Clerk's SDK takes its parameters off the address, by a redirect that must not bring a session along. */
async function follow(response: Response, headers: Headers_): Promise<Response> {
  if (response.status !== 307) return response;
  expect(response.headers.getSetCookie().join()).not.toContain("__session");
  const location = response.headers.get("location") ?? "";
  expect(location).not.toContain("__clerk_handshake");
  return ask(new URL(location, served.appUrl).pathname, { headers });
}

const nobody = "401 signed_out";
const past = () => Math.floor(Date.now() / 1000) - 3600;
const future = () => Math.floor(Date.now() / 1000) + 3600;
/** The genuine claims but for these, under Clerk's own signature. */
const claiming = (changed: Record<string, unknown>) =>
  craft(header, { ...claims, ...changed }, byClerk);
/** The genuine claims under another header, signed by Clerk or by somebody. */
const headed = (changed: Record<string, unknown>, sign = byClerk) =>
  craft({ ...header, ...changed }, claims, sign);
const parts = () => genuine.split(".");

const refused: Record<string, Record<string, () => Sent | Promise<Sent>>> = {
  "the signature": {
    "is missing, alg none": () => bearer(unsigned(genuine)),
    "is missing, alg None": () => bearer(headed({ alg: "None" }, () => Buffer.alloc(0))),
    "is another's, alg nOnE": () => bearer(headed({ alg: "nOnE" })),
    "is missing, alg as before": () => bearer(`${parts().slice(0, 2).join(".")}.`),
    "is of no algorithm": () => bearer(headed({ alg: undefined })),
    "is HS256 with the public key": () => bearer(headed({ alg: "HS256" }, byPublicKey("pem"))),
    "is HS256 with the modulus": () => bearer(headed({ alg: "HS256" }, byPublicKey("modulus"))),
    "is HS256 but says RS256": () => bearer(headed({}, byPublicKey("pem"))),
    "is a stranger's": () => bearer(headed({}, byStranger)),
    "is a stranger's, in a cookie": () => cookies(headed({}, byStranger)),
    "is of another instance": () => bearer(headed({ kid: "ins_other" }, byStranger)),
    "says RS512": () => bearer(headed({ alg: "RS512" })),
    "says PS256": () => bearer(headed({ alg: "PS256" })),
    "says ES256": () => bearer(headed({ alg: "ES256" })),
    "brings its own key (jwk)": () => bearer(headed({ jwk: strangersJwk }, byStranger)),
    "says where its key is (jku)": () =>
      bearer(headed({ jku: "https://evil.example/jwks.json" }, byStranger)),
    "says where its certificate is (x5u)": () =>
      bearer(headed({ x5u: "https://evil.example/cert.pem" }, byStranger)),
    "brings its own certificate (x5c)": () => bearer(headed({ x5c: ["MIIB"] }, byStranger)),
    "names a file as its key (kid)": () => bearer(headed({ kid: "../../dev/null" }, byStranger)),
    "asks for an extension (crit)": () => bearer(headed({ crit: ["b64"], b64: false }, byStranger)),
    "is of other claims": () => bearer(swapPayload()),
    "has a bit turned": () => bearer(turnBit()),
  },
  "the form": {
    "two parts": () => bearer(parts().slice(0, 2).join(".")),
    "four parts": () => bearer(`${genuine}.x`),
    "five parts, as if encrypted": () => bearer(`${genuine}.x.y`),
    "a token cut short": () => bearer(genuine.slice(0, -20)),
    "no token": () => bearer("nonsense"),
    dots: () => bearer(".."),
    "letters beyond ASCII": () => bearer("é.é.é"),
    "a header that is a list": () => bearer(craftRaw("[]", JSON.stringify(claims))),
    "a header that is null": () => bearer(craftRaw("null", JSON.stringify(claims))),
    "claims that are null": () => bearer(craft(header, null, byClerk)),
    "claims that are a list": () => bearer(craft(header, [], byClerk)),
    "claims that are a text": () => bearer(craft(header, "claims", byClerk)),
    "claims that are no JSON": () => bearer(craftRaw(JSON.stringify(header), "{")),
    "a blank within": () => bearer(`${parts()[0] ?? ""} .${parts().slice(1).join(".")}`),
    "another scheme": () => ({ headers: { authorization: `Token ${genuine}` } }),
    "the scheme in small letters": () => ({ headers: { authorization: `bearer ${genuine}` } }),
    "the scheme as Basic": () => ({ headers: { authorization: `Basic ${genuine}` } }),
    "two blanks": () => ({ headers: { authorization: `Bearer  ${genuine}` } }),
  },
  "the kind of token": {
    "an OAuth token (at+jwt)": () => bearer(headed({ typ: "at+jwt" })),
    "no token of Clerk's (JWE)": () => bearer(headed({ typ: "JWE" })),
    "machine to machine, by its category": () => bearer(headed({ cat: "cl_B7d4PD333AAA" })),
    "of a template, by its category": () => bearer(headed({ cat: "cl_B7d4PD222AAA" })),
    "of a template, in a cookie": () => cookies(headed({ cat: "cl_B7d4PD222AAA" })),
    "machine to machine, by its subject": () => bearer(claiming({ sub: "mch_1" })),
    "an API key": () => bearer("ak_test_1234567890"),
    "a machine's key": () => bearer("mt_test_1234567890"),
    "an OAuth access token": () => bearer("oat_test_1234567890"),
    "the secret key": () => bearer(served.clerkSecretKey),
    "a dev browser's token": () => bearer("dvb_test"),
    "a sign-in ticket": async () => {
      const made = await clerk.signInTokens.createSignInToken({
        userId: await userId("alice@acme.test"),
        expiresInSeconds: 60,
      });
      return bearer(made.token);
    },
  },
  "the time": {
    over: () => bearer(claiming({ iat: past() - 60, nbf: past() - 60, exp: past() })),
    "over, in a cookie": () => cookies(claiming({ iat: past() - 60, exp: past() })),
    "without an end": () => bearer(claiming({ exp: undefined })),
    "with an end of null": () => bearer(claiming({ exp: null })),
    "with an end that is text": () => bearer(claiming({ exp: String(future()) })),
    "with an end beyond all times": () => bearer(claiming({ exp: 1e308 })),
    "with an end before the epoch": () => bearer(claiming({ exp: -1 })),
    "not yet (nbf)": () => bearer(claiming({ nbf: future() })),
    "with a beginning that is text": () => bearer(claiming({ nbf: "0" })),
    "with a beginning beyond all times": () => bearer(claiming({ nbf: 1e308 })),
    "issued in the future": () => bearer(claiming({ iat: future() })),
    "issued at no time": () => bearer(claiming({ iat: undefined })),
    "issued at a text": () => bearer(claiming({ iat: String(past()) })),
    "issued at the epoch": () => bearer(claiming({ iat: 0 })),
    "issued before the epoch": () => bearer(claiming({ iat: -5 })),
    "issued between two seconds": () => bearer(claiming({ iat: past() + 0.5 })),
    "issued beyond all times": () => bearer(claiming({ iat: 1e308 })),
  },
  "the party": {
    "another's": () => bearer(claiming({ azp: "https://evil.example" })),
    "another's, in a cookie": () => cookies(claiming({ azp: "https://evil.example" })),
    none: () => bearer(claiming({ azp: undefined })),
    "none, in a cookie": () => cookies(claiming({ azp: undefined })),
    empty: () => bearer(claiming({ azp: "" })),
    null: () => bearer(claiming({ azp: null })),
    "a list with ours": () => bearer(claiming({ azp: [served.appUrl] })),
    "ours and a slash": () => bearer(claiming({ azp: `${served.appUrl}/` })),
    "ours at another port": () => bearer(claiming({ azp: "http://localhost:1" })),
  },
  who: {
    "nobody (no sub)": () => bearer(claiming({ sub: undefined })),
    "a list": () => bearer(claiming({ sub: [claims["sub"]] })),
    "a number": () => bearer(claiming({ sub: 1 })),
    "an empty text": () => bearer(claiming({ sub: "" })),
    "with a null byte": () => bearer(claiming({ sub: `${String(claims["sub"])}\u0000` })),
    "with a quote": () => bearer(claiming({ sub: "user_1' or '1'='1" })),
    "with a lone surrogate": () => bearer(claiming({ sub: "user_\ud800" })),
    "without a session": () => bearer(claiming({ sid: undefined })),
    "with a session that is empty": () => bearer(claiming({ sid: "" })),
    "with a session that is a number": () => bearer(claiming({ sid: 7 })),
    "whose session is pending": () => bearer(claiming({ sts: "pending" })),
    "whose session is pending, in a cookie": () => cookies(claiming({ sts: "pending" })),
    "impersonated by a text": () => bearer(claiming({ act: "user_root" })),
    "impersonated by nobody": () => bearer(claiming({ act: {} })),
    "impersonated by a number": () => bearer(claiming({ act: { sub: 1 } })),
    "impersonated by a list": () => bearer(claiming({ act: [] })),
  },
  "the organization": {
    "a text": () => bearer(claiming({ o: "org_1" })),
    "a list": () => bearer(claiming({ o: [claims["o"]] })),
    true: () => bearer(claiming({ o: true })),
    "with an id that is a number": () => bearer(claiming({ o: { id: 1, rol: "admin" } })),
    "with an id that is a list": () => bearer(claiming({ o: { id: ["org_1"], rol: "admin" } })),
    "with a null byte": () => bearer(claiming({ o: { id: "org_1\u0000", rol: "admin" } })),
    "with a role that is a list": () => bearer(claiming({ o: { id: "org_1", rol: ["admin"] } })),
    "with permissions that are a number": () =>
      bearer(claiming({ o: { id: "org_1", rol: "admin", per: 1, fpm: "1" } })),
    "with a map that is a number": () =>
      bearer(claiming({ o: { id: "org_1", rol: "admin", per: "read", fpm: 1 } })),
    "with a map that is an object": () =>
      bearer(claiming({ o: { id: "org_1", rol: "admin", per: "read", fpm: {} } })),
    "with features that are a number": () => bearer(claiming({ fea: 7 })),
    "of a version not known": () => bearer(claiming({ v: 99 })),
    "of the second version, as a text": () => bearer(claiming({ v: "2" })),
    "of the first version, with an id that is a list": () =>
      bearer(claiming({ v: undefined, o: undefined, org_id: ["org_1"] })),
    "of the first version, with permissions that are a text": () =>
      bearer(claiming({ v: 1, o: undefined, org_id: "org_1", org_permissions: "org:x" })),
  },
  cookies: {
    "without a client": () => cookies(genuine, { __client_uat: "0" }),
    "older than the client": () => cookies(genuine, { __client_uat: String(future()) }),
    "of 4 KB": () => cookies("x".repeat(4096)),
    "of 4 KB that look like a token": () => cookies(`${"a".repeat(2000)}.${"b".repeat(2000)}.c`),
    "with the scheme before it": () => cookies(`Bearer ${genuine}`),
    "with a forged bearer beside it": () => ({
      headers: { ...cookies(genuine).headers, ...bearer(headed({}, byStranger)).headers },
    }),
    "with an empty token as bearer": () => ({
      headers: { ...cookies(genuine).headers, authorization: "Bearer" },
    }),
    "with an API key as bearer": () => ({
      headers: { ...cookies(genuine).headers, authorization: "Bearer ak_test_1" },
    }),
    "of an end that nobody gave out": () => ({
      headers: { cookie: `__session_${suffix}=${genuine}; __client_uat_${suffix}=1` },
    }),
    "of the refresh token alone": () => ({ headers: { cookie: `__refresh=${genuine}` } }),
  },
  "the middleware's own headers": {
    "that say signed-in": () => ({
      headers: { "x-clerk-auth-status": "signed-in", "x-clerk-auth-token": genuine },
    }),
    "with a signature": () => ({
      headers: {
        "x-clerk-auth-status": "signed-in",
        "x-clerk-auth-token": genuine,
        "x-clerk-auth-signature": "0".repeat(40),
        "x-clerk-auth-message": "",
        "x-clerk-auth-reason": "",
      },
    }),
    "that carry another's data": () => ({
      headers: { "x-clerk-clerk-request-data": "AAAA", "x-clerk-auth-status": "signed-in" },
    }),
    "with credentials that cannot be read": () => ({
      headers: {
        ...bearer(claiming({ o: { id: "org_1", per: 1, fpm: 1 } })).headers,
        "x-clerk-auth-status": "signed-in",
        "x-clerk-auth-token": genuine,
      },
    }),
    "that skip the middleware": () => ({
      headers: {
        "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
        "x-clerk-auth-status": "signed-in",
        "x-clerk-auth-token": genuine,
      },
    }),
  },
  "what Clerk hands over in the address": {
    "a handshake that a stranger signed": () => ({
      headers: {},
      search: `?__clerk_handshake=${handshake(byStranger)}`,
    }),
    "a handshake without a signature": () => ({
      headers: {},
      search: `?__clerk_handshake=${handshake(() => Buffer.alloc(0))}`,
    }),
    "a handshake that is none": () => ({ headers: {}, search: "?__clerk_handshake=nonsense" }),
    "a session token for a handshake": () => ({
      headers: {},
      search: `?__clerk_handshake=${genuine}`,
    }),
    "a forged handshake in a cookie": () =>
      cookies("", { __clerk_handshake: handshake(byStranger) }),
    "a nonce that nobody gave out": () => ({
      headers: { cookie: "__clerk_db_jwt=dvb_test" },
      search: "?__clerk_handshake_nonce=nonsense",
    }),
    "a dev browser": () => ({ headers: {}, search: "?__clerk_db_jwt=dvb_test" }),
    "a ticket": () => ({ headers: {}, search: "?__clerk_ticket=nonsense" }),
    "an address to return to that is none": () => ({
      headers: {},
      search: "?__clerk_redirect_url=nonsense",
    }),
    "the token as a parameter": () => ({ headers: {}, search: `?__session=${genuine}` }),
    "the token as an access token": () => ({ headers: {}, search: `?access_token=${genuine}` }),
  },
};

/** What must pass, so that the refusals above are known to be for their own reasons. */
const accepted: Record<string, [() => Sent | Promise<Sent>, string]> = {
  "a genuine token": [() => bearer(genuine), "alice@acme.test"],
  "the same in a cookie": [() => cookies(genuine), "alice@acme.test"],
  "signed anew with nothing changed": [
    async () => bearer(await resign(genuine, {})),
    "alice@acme.test",
  ],
  "put together by hand with nothing changed": [() => bearer(claiming({})), "alice@acme.test"],
  "without a beginning, which is optional": [
    () => bearer(claiming({ nbf: undefined })),
    "alice@acme.test",
  ],
  "over for less than the five seconds that clocks may differ": [
    () => bearer(claiming({ exp: Math.floor(Date.now() / 1000) - 1 })),
    "alice@acme.test",
  ],
  "a bearer beside another's cookie: the bearer counts": [
    () => ({ headers: { ...cookies(genuine).headers, ...bearer(erin).headers } }),
    "erin@example.test",
  ],
  "a cookie beside another scheme: the cookie counts": [
    () => ({ headers: { ...cookies(genuine).headers, authorization: "Basic x" } }),
    "alice@acme.test",
  ],
};

function handshake(sign: (text: string) => Buffer): string {
  const directives = [`__session=${genuine}; Path=/`, "__client_uat=1; Path=/"];
  return craft(header, { handshake: directives }, sign);
}

function craftRaw(rawHeader: string, rawClaims: string): string {
  const text = [rawHeader, rawClaims].map((part) => Buffer.from(part).toString("base64url"));
  return `${text.join(".")}.${byClerk(text.join(".")).toString("base64url")}`;
}

function swapPayload(): string {
  const [head, , signature] = parts();
  const changed = JSON.stringify({ ...claims, metadata: { role: "admin" } });
  return [head, Buffer.from(changed).toString("base64url"), signature].join(".");
}

function turnBit(): string {
  const [head, payload, signature = ""] = parts();
  const bytes = Buffer.from(signature, "base64url");
  bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
  return [head, payload, bytes.toString("base64url")].join(".");
}

it("there are at least forty forged or odd ones", () => {
  expect(Object.values(refused).flatMap(Object.keys).length).toBeGreaterThanOrEqual(110);
});

describe("control", () => {
  it.each(Object.entries(accepted))("%s is accepted", async (_, [make, email]) => {
    expect(await answers(await make())).toEqual([email, email, email]);
  });
});

describe.each(Object.entries(refused))("%s", (_, table) => {
  it.each(Object.entries(table))("%s: nobody", async (_name, make) => {
    expect(await answers(await make())).toEqual([nobody, nobody, nobody]);
  });
});

describe("two session cookies", () => {
  it("are never more than one of the two, and a forged one is nobody", async () => {
    const { cookie = "" } = cookies(genuine).headers;
    const forged = headed({}, byStranger);
    const orders = [`${cookie}; __session=${forged}`, `__session=${forged}; ${cookie}`];
    for (const headers of orders.map((both) => ({ cookie: both }))) {
      const found = await answers({ headers });
      expect([nobody, "alice@acme.test"]).toContain(found[0]);
      expect(new Set(found).size).toBe(1);
    }
  });
});

describe("a token that is remembered", () => {
  const asked = async (headers: Headers_) => (await answers({ headers })).at(-1);

  it("helps nobody who has it not whole", async () => {
    expect(await asked(bearer(genuine).headers)).toBe("alice@acme.test");
    const [head = "", payload = ""] = parts();
    for (const other of [headed({}, byStranger), swapPayload(), turnBit(), `${head}.${payload}.`])
      expect(await asked(bearer(other).headers)).toBe(nobody);
    expect(await asked({ authorization: `Basic ${genuine}` })).toBe(nobody);
    expect(await asked(cookies(headed({}, byStranger)).headers)).toBe(nobody);
  });

  it("is over when it ends", { timeout: 30_000 }, async () => {
    const now = Math.floor(Date.now() / 1000);
    const short = bearer(claiming({ exp: now + 3 })).headers;
    expect(await asked(short)).toBe("alice@acme.test");
    // Clerk's SDK takes a token for five seconds after its end.
    await expect.poll(() => asked(short), { timeout: 20_000, interval: 500 }).toBe(nobody);
    expect(Date.now() / 1000).toBeGreaterThan(now + 7);
  });
});

it("none of it left a mark: what is public is answered, and the genuine token still is taken", async () => {
  expect((await query("post.published", {})).status).toBe(200);
  expect(new Set(await answers(bearer(genuine)))).toEqual(new Set(["alice@acme.test"]));
});
