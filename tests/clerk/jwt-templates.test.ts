import { generateKeyPairSync } from "node:crypto";
import { verifyToken } from "@clerk/backend";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { checkClaims, fillClaims } from "../../local/clerk/templates/shortcodes.ts";
import { Browser } from "./frontend-caller.ts";
import { APP_URL, backendPost, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const keySet = createRemoteJWKSet(new URL(`${clerk.url}/.well-known/jwks.json`));
const maria = await api.users.createUser({
  emailAddress: ["maria@acme.test"],
  password: "gatehouse-local",
  firstName: "Maria",
  publicMetadata: { role: "admin", profile: { interests: ["reading", "climbing"] } },
  unsafeMetadata: { foo: { bar: 42 } },
  privateMetadata: { secret: "never" },
});
const acme = await api.organizations.createOrganization({
  name: "Acme",
  slug: "acme",
  createdBy: maria.id,
  publicMetadata: { plan: "gold" },
});

async function newSession(organizationId: string | null = null): Promise<string> {
  const body = { user_id: maria.id, active_organization_id: organizationId };
  return String((await backendPost(clerk, "/v1/sessions", body)).id);
}

async function claimsOf(name: string, sessionId: string) {
  const { jwt } = await api.sessions.getToken(sessionId, name);
  return (await jwtVerify(jwt, keySet)).payload;
}

describe("shortcodes", () => {
  const sources = {
    user: () => ({ id: "user_1", name: null, age: 7, verified: false, meta: { a: { b: [1] } } }),
    org: () => null,
  };
  const fill = (value: unknown) => fillClaims({ value }, sources).value;

  test.each([
    ["alone keep the type of what they name", "{{user.age}}", 7],
    ["name whole objects", "{{user.meta}}", { a: { b: [1] } }],
    ["reach into objects", "{{user.meta.a.b}}", [1]],
    ["may have spaces around", "{{ user.id }}", "user_1"],
    ["are null for what does not exist", "{{user.nothing.at.all}}", null],
    ["are null for an organization that is not active", "{{org.id}}", null],
    ["are null for what nobody knows", "{{nobody.id}}", null],
    ["see nothing inherited", "{{user.constructor}}", null],
    ["become text inside a text", "no {{user.id}}, {{user.age}}", "no user_1, 7"],
    ["become the word null inside a text", "{{user.name}} John", "null John"],
    ["fall back from null", "{{user.name || 'Somebody'}}", "Somebody"],
    ["fall back from false", "{{user.verified || user.age || 30}}", 7],
    ["do not fall back from what is there", "{{user.age || 30}}", 7],
    ["end with the last operand, whatever it is", "{{user.name || user.verified}}", false],
    ["fall back to numbers", "{{user.name || 30}}", 30],
    ["fall back to booleans", "{{user.name || true}}", true],
    ["take operators in a text for text", "{{user.name || 'a || b'}}", "a || b"],
    ["are found in lists and objects", [{ of: "{{user.id}}" }], [{ of: "user_1" }]],
    ["leave everything else alone", { n: 1, t: "{user}", x: null }, { n: 1, t: "{user}", x: null }],
  ])("%s", (_, template, expected) => {
    expect(fill(template)).toEqual(expected);
  });

  test("do not look into the values that they bring", () => {
    const evil = { user: () => ({ name: "{{user.id}}", id: "user_1" }) };
    expect(fillClaims({ a: "{{user.name}}", b: "I am {{user.name}}" }, evil)).toEqual({
      a: "{{user.id}}",
      b: "I am {{user.id}}",
    });
  });

  test.each(["{{}}", "{{user.id ||}}", "{{user.id | 'a'}}", "{{'open}}", "{{a b}}", "{{7up}}"])(
    "%s is none",
    (text) => expect(() => checkClaims({ text })).toThrow(),
  );
});

describe("a JWT template", () => {
  test("is kept, changed, listed and deleted", async () => {
    const created = await api.jwtTemplates.create({ name: "kept", claims: { a: 1 } });
    expect(created).toMatchObject({
      name: "kept",
      claims: { a: 1 },
      lifetime: 60,
      allowedClockSkew: 5,
      customSigningKey: false,
      signingAlgorithm: "RS256",
    });
    expect(await api.jwtTemplates.get(created.id)).toEqual(created);
    const changed = await api.jwtTemplates.update({
      templateId: created.id,
      name: "changed",
      claims: { b: 2 },
      lifetime: 120,
      allowedClockSkew: 0,
    });
    expect(changed).toMatchObject({ name: "changed", lifetime: 120, allowedClockSkew: 0 });
    const list = await api.jwtTemplates.list();
    expect(list.data.map((one) => one.name)).toEqual(["changed", "convex"]);
    expect(list.totalCount).toBe(2);
    const deleted = await api.jwtTemplates.delete(created.id);
    expect(deleted).toMatchObject({ id: created.id, deleted: true });
    await expect(api.jwtTemplates.get(created.id)).rejects.toMatchObject({ status: 404 });
  });

  test("says what it is asked to, beside Clerk's own claims, and nothing of the session", async () => {
    await api.jwtTemplates.create({
      name: "full",
      lifetime: 300,
      allowedClockSkew: 7,
      claims: {
        aud: "https://my-site.test",
        foo: { bar: [1, 2] },
        user_id: "{{user.id}}",
        email: "{{user.primary_email_address}}",
        verified: "{{user.email_verified}}",
        full_name: "{{user.full_name}}",
        both: "{{user.first_name}} {{user.last_name}}",
        interests: "{{user.public_metadata.profile.interests}}",
        plan: "{{org.public_metadata.plan || 'free'}}",
        unsafe: "{{user.unsafe_metadata}}",
        private: "{{user.private_metadata}}",
        created: "{{user.created_at}}",
        org: "{{org.id}}",
        slug: "{{org.slug}}",
        role: "{{org.role}}",
        member: "{{org_membership.role}}",
        session: "{{session.id}}",
      },
    });
    const inAcme = await newSession(acme.id);
    const claims = await claimsOf("full", inAcme);
    expect(claims).toEqual({
      aud: "https://my-site.test",
      foo: { bar: [1, 2] },
      user_id: maria.id,
      email: "maria@acme.test",
      verified: true,
      full_name: "Maria",
      both: "Maria null",
      interests: ["reading", "climbing"],
      plan: "gold",
      unsafe: { foo: { bar: 42 } },
      private: null,
      created: Math.floor(maria.createdAt / 1000),
      org: acme.id,
      slug: "acme",
      role: "org:admin",
      member: "org:admin",
      session: inAcme,
      sub: maria.id,
      iss: "https://local.clerk.accounts.dev",
      jti: claims.jti,
      iat: claims.iat,
      exp: Number(claims.iat) + 300,
      nbf: Number(claims.iat) - 7,
    });
    expect(claims.jti).toMatch(/^[0-9a-f]{20}$/);
    expect(Math.abs(Number(claims.iat) - Date.now() / 1000)).toBeLessThan(30);
    const outside = await claimsOf("full", await newSession());
    expect(outside).toMatchObject({ plan: "free", org: null, role: null });
  });

  test("is no session token to the SDK", async () => {
    const { jwt } = await api.sessions.getToken(await newSession(), "convex");
    const request = new Request(APP_URL, { headers: { authorization: `Bearer ${jwt}` } });
    const state = await api.authenticateRequest(request, {
      jwtKey: clerk.jwtKey,
      acceptsToken: ["session_token", "api_key"],
    });
    expect([state.status, state.reason]).toEqual(["signed-out", "token-type-mismatch"]);
  });

  test("called convex is there from the beginning, and again after a reset", async () => {
    const own = await start();
    const user = await client(own).users.createUser({
      emailAddress: ["ada@acme.test"],
      firstName: "Ada",
      lastName: "Byron",
      publicMetadata: { role: "admin" },
    });
    const session = await client(own).sessions.createSession({ userId: user.id });
    const { jwt } = await client(own).sessions.getToken(session.id, "convex");
    expect(await verifyToken(jwt, { jwtKey: own.jwtKey, audience: "convex" })).toMatchObject({
      aud: "convex",
      sub: user.id,
      name: "Ada Byron",
      given_name: "Ada",
      family_name: "Byron",
      nickname: null,
      email: "ada@acme.test",
      email_verified: true,
      picture: user.imageUrl,
      updated_at: Math.floor(user.updatedAt / 1000),
      metadata: { role: "admin" },
    });
    const [template] = (await client(own).jwtTemplates.list()).data;
    await client(own).jwtTemplates.delete(template?.id ?? "");
    await own.close();
    const again = await start({ dataDir: own.dataDir });
    expect((await client(again).jwtTemplates.list()).totalCount).toBe(0);
    await fetch(`${again.url}/local/reset`, { method: "POST" });
    const names = (await client(again).jwtTemplates.list()).data.map((one) => one.name);
    expect(names).toEqual(["convex"]);
  });

  test("may bring its own key: a shared secret, an RSA or an elliptic one", async () => {
    const secret = "a-secret-that-both-sides-know-of-";
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const sessionId = await newSession();
    for (const [signingAlgorithm, signingKey, verifier] of [
      ["HS256", secret, Buffer.from(secret)],
      ["RS512", rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), rsa.publicKey],
      ["ES256", ec.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), ec.publicKey],
    ] as const) {
      const template = await api.jwtTemplates.create({
        name: `own-${signingAlgorithm}`,
        claims: { who: "{{user.id}}" },
        customSigningKey: true,
        signingAlgorithm,
        signingKey,
      });
      expect(template).toMatchObject({ customSigningKey: true, signingAlgorithm });
      expect(JSON.stringify(template)).not.toContain(signingKey.slice(0, 30));
      const { jwt } = await api.sessions.getToken(sessionId, template.name);
      expect(decodeProtectedHeader(jwt)).toMatchObject({ alg: signingAlgorithm });
      expect((await jwtVerify(jwt, verifier)).payload.who).toBe(maria.id);
      await expect(verifyToken(jwt, { jwtKey: clerk.jwtKey })).rejects.toThrow();
    }
  });

  test.each([
    ["without a name", { name: "", claims: {} }, 422, "form_param_missing"],
    ["without claims", { name: "bare" }, 422, "form_param_missing"],
    ["with a name that is taken", { name: "convex", claims: {} }, 422, "form_identifier_exists"],
    [
      "with a name that fits no address",
      { name: "a/b", claims: {} },
      422,
      "form_param_format_invalid",
    ],
    [
      "with a reserved claim",
      { name: "r", claims: { sub: "me" } },
      400,
      "jwt_template_reserved_claim",
    ],
    [
      "with a claim of the session",
      { name: "r", claims: { sid: "s" } },
      400,
      "jwt_template_reserved_claim",
    ],
    [
      "with what is no shortcode",
      { name: "s", claims: { a: "{{}}" } },
      422,
      "form_param_format_invalid",
    ],
    [
      "that is too short-lived",
      { name: "l", claims: {}, lifetime: 29 },
      422,
      "form_param_format_invalid",
    ],
    [
      "with a key but no algorithm",
      { name: "k", claims: {}, custom_signing_key: true, signing_key: "k" },
      422,
      "form_param_missing",
    ],
    [
      "without the key",
      { name: "k", claims: {}, custom_signing_key: true, signing_algorithm: "HS256" },
      422,
      "form_param_missing",
    ],
    [
      "with a key that is none",
      {
        name: "k",
        claims: {},
        custom_signing_key: true,
        signing_algorithm: "RS256",
        signing_key: "k",
      },
      422,
      "form_param_format_invalid",
    ],
  ])("%s is refused", async (_, body, status, code) => {
    const before = (await api.jwtTemplates.list({ limit: 100 })).totalCount;
    const response = await fetch(`${clerk.url}/bapi/v1/jwt_templates`, {
      method: "POST",
      headers: { authorization: `Bearer ${clerk.secretKey}` },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ code }] });
    expect((await api.jwtTemplates.list({ limit: 100 })).totalCount).toBe(before);
  });

  test("may keep its name when it changes, but not take another's", async () => {
    const one = await api.jwtTemplates.create({ name: "one", claims: {} });
    const same = await api.jwtTemplates.update({
      templateId: one.id,
      name: "one",
      claims: { a: 1 },
    });
    expect(same.claims).toEqual({ a: 1 });
    const taken = api.jwtTemplates.update({ templateId: one.id, name: "convex", claims: {} });
    await expect(taken).rejects.toMatchObject({ status: 422 });
  });

  test("that does not exist is a 404, in the browser and on the server", async () => {
    const sessionId = await newSession();
    const server = api.sessions.getToken(sessionId, "nothing");
    await expect(server).rejects.toMatchObject({ status: 404 });
    const browser = await new Browser(clerk.url).open();
    await browser.signIn("maria@acme.test", "gatehouse-local");
    const session = (await browser.client()).last_active_session_id;
    const answer = await browser.post(`/v1/client/sessions/${session}/tokens/nothing`);
    expect([answer.status, answer.code]).toEqual([404, "resource_not_found"]);
  });

  test("is filled in for the browser's own sessions, with the page as the authorized party", async () => {
    const browser = await new Browser(clerk.url).open();
    await browser.signIn("maria@acme.test", "gatehouse-local");
    const session = (await browser.client()).last_active_session_id;
    const path = `/v1/client/sessions/${session}/tokens/convex`;
    const answer = await browser.post(path);
    expect(decodeJwt(String(answer.body.jwt))).toMatchObject({ azp: APP_URL, aud: "convex" });
    const stranger = await new Browser(clerk.url).open();
    expect((await stranger.post(path)).status).toBe(401);
  });
});
