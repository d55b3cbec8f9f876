import { beforeEach, describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { changeSettings } from "./journeys/visit.ts";
import { asList, asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";
await changeSettings(clerk, { instance: { domains: { enabled: true } } });

let n = 0;

async function signedIn(emailAddress: string) {
  const user = await api.users.createUser({ emailAddress: [emailAddress], password });
  const browser = await new Browser(clerk.url).open();
  await browser.signIn(emailAddress, password);
  return { user, browser };
}

/** An organization with an administrator, and a domain that nobody else has. */
async function founded() {
  n += 1;
  const name = `company${n}.test`;
  const { user, browser } = await signedIn(`admin@office${n}.test`);
  const organization = await api.organizations.createOrganization({
    name: `Company ${n}`,
    createdBy: user.id,
  });
  return { name, admin: browser, organization, path: `/v1/organizations/${organization.id}` };
}

async function verify(admin: Browser, path: string, name: string): Promise<string> {
  const added = await admin.post(`${path}/domains`, { name });
  const domain = `${path}/domains/${String(asRecord(added.body.response).id)}`;
  await admin.post(`${domain}/prepare_affiliation_verification`, {
    affiliation_email_address: `boss+clerk_test@${name}`,
  });
  const form = { code: "424242" };
  const done = await admin.post(`${domain}/attempt_affiliation_verification`, form);
  expect(done.body.response).toMatchObject({
    enrollment_mode: "manual_invitation",
    affiliation_verification: { status: "verified" },
  });
  return domain;
}

async function waiting(browser: Browser, kind: "suggestions" | "invitations") {
  const { body } = await browser.get(`/v1/me/organization_${kind}?status=pending`);
  return asList(asRecord(body.response).data);
}

beforeEach(async () => {
  await changeSettings(clerk, {
    instance: {
      domains: {
        enabled: true,
        enrollmentModes: ["manual_invitation", "automatic_invitation", "automatic_suggestion"],
      },
    },
  });
});

describe("a domain", () => {
  test("is verified by a code to an address at it, and by no other", async () => {
    const { admin, path, name } = await founded();
    const added = await admin.post(`${path}/domains`, { name: name.toUpperCase() });
    expect(added.body.response).toMatchObject({ name, verification: null });
    const domain = `${path}/domains/${String(asRecord(added.body.response).id)}`;
    const prepare = `${domain}/prepare_affiliation_verification`;
    for (const address of [`boss@not${name}`, `@${name}`, "boss@elsewhere.test"]) {
      const refused = await admin.post(prepare, { affiliation_email_address: address });
      expect([refused.status, refused.code]).toEqual([422, "form_param_value_invalid"]);
    }
    const mode = { enrollment_mode: "automatic_suggestion" };
    const early = await admin.post(`${domain}/update_enrollment_mode`, mode);
    expect([early.status, early.code]).toEqual([400, "organization_domain_not_verified"]);

    await admin.post(prepare, { affiliation_email_address: `boss+clerk_test@${name}` });
    const attempt = `${domain}/attempt_affiliation_verification`;
    const wrong = await admin.post(attempt, { code: "000000" });
    expect([wrong.status, wrong.code]).toEqual([422, "form_code_incorrect"]);
    const right = await admin.post(attempt, { code: "424242" });
    expect(right.body.response).toMatchObject({ verification: { status: "verified" } });
    const again = await admin.post(attempt, { code: "424242" });
    expect(again.code).toBe("verification_already_verified");
    const listed = await admin.get(`${path}/domains?enrollment_mode=automatic_suggestion`);
    expect(listed.body.response).toMatchObject({ total_count: 0 });
    expect((await admin.post(domain, {}, "DELETE")).body.response).toMatchObject({ deleted: true });
    expect((await admin.get(domain)).status).toBe(404);
  });

  test("is refused when it is none, is common, is there, is another's, or is switched off", async () => {
    const { admin, path, name } = await founded();
    const other = await founded();
    await verify(other.admin, other.path, other.name);
    await admin.post(`${path}/domains`, { name });
    const add = async (wanted: string) => {
      const { status, code, body } = await admin.post(`${path}/domains`, { name: wanted });
      return [status, code, asRecord(asList(body.errors)[0]?.meta).param_name];
    };
    expect(await add("no domain")).toEqual([422, "form_param_format_invalid", "name"]);
    expect(await add("gmail.com")).toEqual([422, "organization_domain_common", "name"]);
    expect(await add(name)).toEqual([422, "form_identifier_exists", "name"]);
    expect(await add(other.name)).toEqual([422, "form_identifier_exists", "name"]);
    await changeSettings(clerk, { instance: { domains: { enabled: false } } });
    const off = await admin.post(`${path}/domains`, { name: "off.test" });
    expect([off.status, off.code]).toEqual([403, "organization_domains_not_enabled"]);
  });

  test("may be claimed by two, and verified by one", async () => {
    const one = await founded();
    const other = await founded();
    const claimed = await one.admin.post(`${one.path}/domains`, { name: other.name });
    const domain = `${one.path}/domains/${String(asRecord(claimed.body.response).id)}`;
    await one.admin.post(`${domain}/prepare_affiliation_verification`, {
      affiliation_email_address: `boss+clerk_test@${other.name}`,
    });
    await verify(other.admin, other.path, other.name);
    const late = await one.admin.post(`${domain}/attempt_affiliation_verification`, {
      code: "424242",
    });
    expect([late.status, late.code]).toEqual([422, "form_identifier_exists"]);
  });

  test("takes only the modes that the settings allow", async () => {
    const { admin, path, name } = await founded();
    const domain = await verify(admin, path, name);
    await changeSettings(clerk, {
      instance: { domains: { enrollmentModes: ["manual_invitation", "automatic_suggestion"] } },
    });
    const { body } = await admin.post("/v1/environment", {}, "PATCH");
    expect(body.organization_settings).toMatchObject({
      domains: { enabled: true, enrollment_modes: ["manual_invitation", "automatic_suggestion"] },
    });
    const mode = { enrollment_mode: "automatic_invitation" };
    const refused = await admin.post(`${domain}/update_enrollment_mode`, mode);
    expect([refused.status, refused.code]).toEqual([422, "form_param_value_invalid"]);
  });
});

describe("whoever has an address at a verified domain", () => {
  test("is suggested the organization, asks to join, and is let in", async () => {
    const { admin, path, name, organization } = await founded();
    const before = await signedIn(`before@${name}`);
    const domain = await verify(admin, path, name);
    expect(await waiting(before.browser, "suggestions")).toEqual([]);
    const mode = { enrollment_mode: "automatic_suggestion" };
    const changed = await admin.post(`${domain}/update_enrollment_mode`, mode);
    expect(changed.body.response).toMatchObject({ total_pending_suggestions: 1 });

    const { user, browser } = await signedIn(`after@${name}`);
    const stranger = await signedIn(`somebody@not${name}`);
    expect(await waiting(stranger.browser, "suggestions")).toEqual([]);
    const [suggestion] = await waiting(browser, "suggestions");
    expect(suggestion).toMatchObject({ public_organization_data: { id: organization.id } });
    const accept = `/v1/me/organization_suggestions/${String(suggestion?.id)}/accept`;
    expect((await stranger.browser.post(accept)).status).toBe(404);
    expect((await browser.post(accept)).body.response).toMatchObject({ status: "accepted" });
    expect((await browser.post(accept)).code).toBe("organization_suggestion_already_accepted");

    const listed = await admin.get(`${path}/membership_requests?status=pending`);
    const [request] = asList(asRecord(listed.body.response).data);
    expect(request).toMatchObject({
      status: "pending",
      public_user_data: { user_id: user.id, identifier: `after@${name}` },
    });
    const decide = `${path}/membership_requests/${String(request?.id)}`;
    const accepted = await admin.post(`${decide}/accept`);
    expect(accepted.body.response).toMatchObject({ status: "accepted" });
    expect((await admin.post(`${decide}/reject`)).code).toBe(
      "organization_membership_request_not_pending",
    );
    const { data } = await api.users.getOrganizationMembershipList({ userId: user.id });
    expect(data).toMatchObject([{ role: "org:member" }]);
    const left = await browser.get("/v1/me/organization_suggestions");
    expect(left.body.response).toMatchObject({ total_count: 0 });
  });

  test("and is rejected is not suggested it again", async () => {
    const { admin, path, name } = await founded();
    const domain = await verify(admin, path, name);
    await admin.post(`${domain}/update_enrollment_mode`, {
      enrollment_mode: "automatic_suggestion",
    });
    const { browser } = await signedIn(`rejected@${name}`);
    const [suggestion] = await waiting(browser, "suggestions");
    await browser.post(`/v1/me/organization_suggestions/${String(suggestion?.id)}/accept`);
    const listed = await admin.get(`${path}/membership_requests`);
    const [request] = asList(asRecord(listed.body.response).data);
    const reject = `${path}/membership_requests/${String(request?.id)}/reject`;
    expect((await admin.post(reject)).body.response).toMatchObject({ status: "revoked" });
    await browser.post("/v1/me", { first_name: "Changed" }, "PATCH");
    expect(await waiting(browser, "suggestions")).toEqual([]);
    const members = await admin.get(`${path}/memberships`);
    expect(members.body.response).toMatchObject({ total_count: 1 });
  });

  test("is invited without a mail, once, and the invitation goes with the domain", async () => {
    const { admin, path, name, organization } = await founded();
    const domain = await verify(admin, path, name);
    await admin.post(`${domain}/update_enrollment_mode`, {
      enrollment_mode: "automatic_invitation",
    });
    const address = `invited@${name}`;
    const { browser } = await signedIn(address);
    const other = await signedIn(`other@${name}`);
    const mails: unknown = await (await fetch(`${clerk.url}/local/mail?to=${address}`)).json();
    expect(mails).toEqual([]);
    const [invitation] = await waiting(browser, "invitations");
    const accept = `/v1/me/organization_invitations/${String(invitation?.id)}/accept`;
    expect((await browser.post(accept)).body.response).toMatchObject({ status: "accepted" });
    await browser.post(`/v1/me/organization_memberships/${organization.id}`, {}, "DELETE");
    await browser.post("/v1/me", { first_name: "Changed" }, "PATCH");
    expect(await waiting(browser, "invitations")).toEqual([]);

    expect(await waiting(other.browser, "invitations")).toHaveLength(1);
    const manual = { enrollment_mode: "manual_invitation", delete_pending: "true" };
    const closed = await admin.post(`${domain}/update_enrollment_mode`, manual);
    expect(closed.body.response).toMatchObject({ total_pending_invitations: 0 });
    expect(await waiting(other.browser, "invitations")).toEqual([]);
  });

  test("that is not verified is taken in by nothing", async () => {
    const { admin, path, name } = await founded();
    const domain = await verify(admin, path, name);
    await admin.post(`${domain}/update_enrollment_mode`, {
      enrollment_mode: "automatic_suggestion",
    });
    const { browser } = await signedIn(`elsewhere@not${name}`);
    const email_address = `second+clerk_test@${name}`;
    const added = await browser.post("/v1/me/email_addresses", { email_address });
    expect(await waiting(browser, "suggestions")).toEqual([]);
    const email = `/v1/me/email_addresses/${String(asRecord(added.body.response).id)}`;
    await browser.post(`${email}/prepare_verification`, { strategy: "email_code" });
    await browser.post(`${email}/attempt_verification`, { code: "424242" });
    expect(await waiting(browser, "suggestions")).toHaveLength(1);
  });
});
