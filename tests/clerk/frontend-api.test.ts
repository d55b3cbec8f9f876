import { verifyToken } from "@clerk/backend";
import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { APP_URL, asList, asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";
const alice = await api.users.createUser({ emailAddress: ["alice@acme.test"], password });

async function open(): Promise<Browser> {
  return new Browser(clerk.url).open();
}

async function signedIn(emailAddress = "alice@acme.test"): Promise<Browser> {
  const browser = await open();
  expect((await browser.signIn(emailAddress, password)).status).toBe("complete");
  return browser;
}

async function newUser(emailAddress: string) {
  return api.users.createUser({ emailAddress: [emailAddress], password });
}

async function lastCode(to: string): Promise<string> {
  const url = `${clerk.url}/local/mail?to=${encodeURIComponent(to)}`;
  return String(asList(await (await fetch(url)).json())[0]?.code);
}

describe("starting", () => {
  test("the environment is there for a browser that nobody knows yet", async () => {
    const { status, body } = await new Browser(clerk.url).post("/v1/environment", {}, "PATCH");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      auth_config: { single_session_mode: true },
      display_config: { instance_environment_type: "development" },
      user_settings: { sign_up: { captcha_enabled: false } },
    });
  });

  test("a browser without an identity is told to get one", async () => {
    const { status, code } = await new Browser(clerk.url).get("/v1/client");
    expect([status, code]).toEqual([401, "dev_browser_unauthenticated"]);
    expect((await (await open()).client()).sessions).toEqual([]);
  });
});

describe("signing up", () => {
  test("asks for the code, refuses a wrong one, and then makes the user and the session", async () => {
    const browser = await open();
    const form = { email_address: "New@Example.test", password, first_name: "", last_name: "" };
    const signUp = await browser.signUp(form);
    expect(signUp).toMatchObject({
      status: "missing_requirements",
      missing_fields: [],
      unverified_fields: ["email_address"],
      first_name: null,
      verifications: { email_address: { strategy: null, next_action: "needs_prepare" } },
    });
    const path = `/v1/client/sign_ups/${signUp.id}`;
    const strategy = "email_code";
    await browser.post(`${path}/prepare_verification`, { strategy });
    const code = await lastCode("new@example.test");
    const wrong = code === "000000" ? "000001" : "000000";
    const refused = await browser.post(`${path}/attempt_verification`, { strategy, code: wrong });
    expect([refused.status, refused.code]).toEqual([422, "form_code_incorrect"]);
    const done = await browser.post(`${path}/attempt_verification`, { strategy, code });
    expect(done.body).toMatchObject({
      response: { status: "complete" },
      client: { sign_up: null, sessions: [{ status: "active" }] },
    });
    const { data } = await api.users.getUserList({ emailAddress: ["new@example.test"] });
    expect(data).toHaveLength(1);
  });

  test("takes 424242 for a test address, and no taken address", async () => {
    const browser = await open();
    const email_address = "person+clerk_test@example.test";
    const signUp = await browser.signUp({ email_address, password });
    const path = `/v1/client/sign_ups/${signUp.id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
    const form = { strategy: "email_code", code: "424242" };
    const { body } = await browser.post(`${path}/attempt_verification`, form);
    expect(body.response).toMatchObject({ status: "complete" });
    const taken = await (await open()).post("/v1/client/sign_ups", { email_address, password });
    expect([taken.status, taken.code]).toEqual([422, "form_identifier_exists"]);
  });

  test("stops listening after five wrong codes", async () => {
    const browser = await open();
    const signUp = await browser.signUp({ email_address: "guess@example.test", password });
    const path = `/v1/client/sign_ups/${signUp.id}`;
    const strategy = "email_code";
    await browser.post(`${path}/prepare_verification`, { strategy });
    const code = await lastCode("guess@example.test");
    const wrong = code === "000000" ? "000001" : "000000";
    for (let i = 0; i < 5; i++) {
      await browser.post(`${path}/attempt_verification`, { strategy, code: wrong });
    }
    const right = await browser.post(`${path}/attempt_verification`, { strategy, code });
    expect(right.code).toBe("verification_failed");
  });
});

describe("signing in", () => {
  test("names an unknown account and a wrong password", async () => {
    const browser = await open();
    const unknown = await browser.post("/v1/client/sign_ins", { identifier: "nobody@acme.test" });
    expect([unknown.status, unknown.code]).toEqual([422, "form_identifier_not_found"]);
    const { body } = await browser.post("/v1/client/sign_ins", { identifier: "alice@acme.test" });
    expect(body.response).toMatchObject({
      status: "needs_first_factor",
      first_factor_verification: null,
      supported_first_factors: [
        { strategy: "password" },
        { strategy: "email_code", safe_identifier: "alice@acme.test" },
        { strategy: "reset_password_email_code" },
      ],
    });
    const path = `/v1/client/sign_ins/${String(asRecord(body.response).id)}`;
    const attempt = { strategy: "password", password: "not-it-at-all" };
    const wrong = await browser.post(`${path}/attempt_first_factor`, attempt);
    expect([wrong.status, wrong.code]).toEqual([422, "form_password_incorrect"]);
    const right = await browser.post(`${path}/attempt_first_factor`, {
      strategy: "password",
      password,
    });
    expect(right.body.response).toMatchObject({ status: "complete" });
    const again = await browser.post("/v1/client/sign_ins", { identifier: "alice@acme.test" });
    expect(again.code).toBe("session_exists");
  });

  test("works by code, and by a new password that signs the other browsers out", async () => {
    await newUser("forgetful@acme.test");
    const other = await signedIn("forgetful@acme.test");
    const browser = await open();
    const identifier = "forgetful@acme.test";
    const { body } = await browser.post("/v1/client/sign_ins", { identifier });
    const path = `/v1/client/sign_ins/${String(asRecord(body.response).id)}`;
    const strategy = "reset_password_email_code";
    await browser.post(`${path}/prepare_first_factor`, { strategy });
    const code = await lastCode(identifier);
    const verified = await browser.post(`${path}/attempt_first_factor`, { strategy, code });
    expect(verified.body.response).toMatchObject({ status: "needs_new_password" });
    const reset = await browser.post(`${path}/reset_password`, {
      password: "another-password",
      sign_out_of_other_sessions: "true",
    });
    expect(reset.body.response).toMatchObject({ status: "complete" });
    expect((await other.client()).sessions).toEqual([]);
    const old = await (await open()).post("/v1/client/sign_ins", { identifier, password });
    expect(old.code).toBe("form_password_incorrect");
  });

  test("works by a ticket, once", async () => {
    const { token } = await api.signInTokens.createSignInToken({
      userId: alice.id,
      expiresInSeconds: 60,
    });
    const form = { strategy: "ticket", ticket: token };
    const { body } = await (await open()).post("/v1/client/sign_ins", form);
    expect(body.response).toMatchObject({ status: "complete", identifier: "alice@acme.test" });
    const again = await (await open()).post("/v1/client/sign_ins", form);
    expect(again.code).toBe("sign_in_token_already_used_code");
  });

  test("is refused to the banned", async () => {
    const user = await newUser("banned@acme.test");
    await api.users.banUser(user.id);
    const form = { identifier: "banned@acme.test", password };
    const { status, code } = await (await open()).post("/v1/client/sign_ins", form);
    expect([status, code]).toEqual([403, "user_banned"]);
  });
});

describe("a session", () => {
  test("gives tokens for the organizations of the person, and for no others", async () => {
    const mine = await api.organizations.createOrganization({ name: "Mine", createdBy: alice.id });
    const theirs = await api.organizations.createOrganization({ name: "Theirs" });
    const browser = await signedIn();
    const [session] = (await browser.client()).sessions;
    const path = `/v1/client/sessions/${session?.id}`;
    const token = await browser.post(`${path}/tokens`, { organization_id: mine.id });
    const claims = await verifyToken(String(token.body.jwt), {
      jwtKey: clerk.jwtKey,
      authorizedParties: [APP_URL],
    });
    expect(claims).toMatchObject({ azp: APP_URL, sub: alice.id, o: { id: mine.id } });
    const foreign = await browser.post(`${path}/tokens`, { organization_id: theirs.id });
    expect([foreign.status, foreign.code]).toEqual([404, "resource_not_found"]);
    const unknown = await browser.post(`${path}/tokens/unknown`);
    expect(unknown.status).toBe(404);

    const touched = await browser.post(`${path}/touch`, { active_organization_id: mine.id });
    expect(touched.body.response).toMatchObject({ last_active_organization_id: mine.id });
    const [active] = (await browser.client()).sessions;
    const enclosed = await verifyToken(active?.last_active_token.jwt ?? "", {
      jwtKey: clerk.jwtKey,
    });
    expect(enclosed).toMatchObject({ o: { id: mine.id } });
    const left = await browser.post(`${path}/touch`, { active_organization_id: "" });
    expect(left.body.response).toMatchObject({ last_active_organization_id: null });
  });

  test("ends by signing out, and its tokens with it", async () => {
    const browser = await signedIn();
    const [session] = (await browser.client()).sessions;
    const out = await browser.post("/v1/client/sessions", {}, "DELETE");
    expect(out.body.client).toMatchObject({ sessions: [], last_active_session_id: null });
    const token = await browser.post(`/v1/client/sessions/${session?.id}/tokens`);
    expect(token.status).toBe(401);
    expect((await browser.get("/v1/me")).status).toBe(401);
  });

  test("belongs to one browser: another cannot use it", async () => {
    const browser = await signedIn();
    const [session] = (await browser.client()).sessions;
    const thief = await open();
    const token = await thief.post(`/v1/client/sessions/${session?.id}/tokens`);
    expect(token.status).toBe(401);
  });
});

describe("the account", () => {
  test("changes name and password, and adds an address", async () => {
    await newUser("changing@acme.test");
    const browser = await signedIn("changing@acme.test");
    const named = await browser.post("/v1/me", { first_name: "Ada", last_name: "" }, "PATCH");
    expect(named.body.response).toMatchObject({ first_name: "Ada", last_name: null });
    const form = { current_password: "wrong-one", new_password: "a-new-password" };
    const wrong = await browser.post("/v1/me/change_password", form);
    expect(wrong.code).toBe("form_password_validation_failed");
    const right = { ...form, current_password: password };
    expect((await browser.post("/v1/me/change_password", right)).status).toBe(200);
    const email_address = "second+clerk_test@acme.test";
    const added = await browser.post("/v1/me/email_addresses/", { email_address });
    const id = String(asRecord(added.body.response).id);
    const early = await browser.post("/v1/me", { primary_email_address_id: id }, "PATCH");
    expect(early.status).toBe(422);
    await browser.post(`/v1/me/email_addresses/${id}/prepare_verification`);
    await browser.post(`/v1/me/email_addresses/${id}/attempt_verification`, { code: "424242" });
    const primary = await browser.post("/v1/me", { primary_email_address_id: id }, "PATCH");
    expect(primary.body.response).toMatchObject({ primary_email_address_id: id });
    const sessions = await browser.get("/v1/me/sessions/active");
    expect(sessions.body.list).toHaveLength(1);
  });

  test("is deleted by its owner", async () => {
    const user = await newUser("leaving@acme.test");
    const browser = await signedIn("leaving@acme.test");
    expect((await browser.post("/v1/me", {}, "DELETE")).body).toMatchObject({
      response: { id: user.id, deleted: true },
      client: { sessions: [] },
    });
    await expect(api.users.getUser(user.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe("organizations in the browser", () => {
  test("are made, invite, are joined, and may be left but not orphaned", async () => {
    await newUser("founder@acme.test");
    await newUser("joiner@acme.test");
    const founder = await signedIn("founder@acme.test");
    const joiner = await signedIn("joiner@acme.test");
    const made = await founder.post("/v1/organizations", { name: "Founded", slug: "founded" });
    const organizationId = String(asRecord(made.body.response).id);
    const path = `/v1/organizations/${organizationId}`;
    expect((await joiner.get(path)).status).toBe(403);

    const invited = await founder.post(`${path}/invitations/bulk`, {
      email_address: "joiner@acme.test",
      role: "org:member",
    });
    expect(invited.body.response).toMatchObject([{ status: "pending" }]);
    const waiting = await joiner.get("/v1/me/organization_invitations?status=pending");
    expect(waiting.body.response).toMatchObject({
      total_count: 1,
      data: [{ public_organization_data: { slug: "founded" } }],
    });
    const [waitingOne] = asList(asRecord(waiting.body.response).data);
    const accept = `/v1/me/organization_invitations/${String(waitingOne?.id)}/accept`;
    expect((await joiner.post(accept)).body.response).toMatchObject({ status: "accepted" });
    const mine = await joiner.get("/v1/me/organization_memberships?paginated=true");
    expect(mine.body.response).toMatchObject({
      data: [{ role: "org:member", organization: { id: organizationId, members_count: 2 } }],
    });

    const rename = await joiner.post(path, { name: "Mine now" }, "PATCH");
    expect(rename.status).toBe(403);
    const members = await joiner.get(`${path}/memberships?paginated=true`);
    expect(members.body.response).toMatchObject({ total_count: 2 });
    const leave = `/v1/me/organization_memberships/${organizationId}`;
    const orphan = await founder.post(leave, {}, "DELETE");
    expect(orphan.code).toBe("organization_minimum_permissions_needed");
    expect((await joiner.post(leave, {}, "DELETE")).status).toBe(200);
    expect((await founder.post(path, {}, "DELETE")).body.response).toMatchObject({ deleted: true });
  });

  test("take in a new person by the link in the e-mail", async () => {
    const organization = await api.organizations.createOrganization({
      name: "Linked",
      createdBy: alice.id,
    });
    const invitation = await api.organizations.createOrganizationInvitation({
      organizationId: organization.id,
      emailAddress: "newcomer@acme.test",
      role: "org:member",
      inviterUserId: alice.id,
    });
    const link = await fetch(invitation.url ?? "", { redirect: "manual" });
    const target = new URL(link.headers.get("location") ?? "");
    expect([link.status, target.origin + target.pathname]).toEqual([303, `${APP_URL}/sign-up`]);
    expect(target.searchParams.get("__clerk_status")).toBe("sign_up");
    const browser = await open();
    const ticket = target.searchParams.get("__clerk_ticket") ?? "";
    const signUp = await browser.signUp({ strategy: "ticket", ticket });
    expect(signUp).toMatchObject({ missing_fields: ["password"], unverified_fields: [] });
    const done = await browser.post(`/v1/client/sign_ups/${signUp.id}`, { password }, "PATCH");
    expect(done.body).toMatchObject({
      response: { status: "complete" },
      client: { sessions: [{ last_active_organization_id: organization.id }] },
    });
    const used = await fetch(invitation.url ?? "", { redirect: "manual" });
    expect(used.status).toBe(400);
  });
});
