import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { changeSettings } from "./journeys/visit.ts";
import { asList, asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";
await changeSettings(clerk, { instance: { domains: { enabled: true } } });

const PNG = Buffer.from("89504e470d0a1a0a", "hex");

async function signedIn(emailAddress: string) {
  const user = await api.users.createUser({ emailAddress: [emailAddress], password });
  const browser = await new Browser(clerk.url).open();
  await browser.signIn(emailAddress, password);
  return { id: user.id, browser };
}

const admin = await signedIn("admin@acme.test");
const member = await signedIn("member@acme.test");
const stranger = await signedIn("stranger@acme.test");
const acme = await api.organizations.createOrganization({ name: "Acme", createdBy: admin.id });
await api.organizations.createOrganizationMembership({
  organizationId: acme.id,
  userId: member.id,
  role: "org:member",
});
const org = `/v1/organizations/${acme.id}`;
const added = await admin.browser.post(`${org}/domains`, { name: "acme-works.test" });
const domain = `${org}/domains/${String(asRecord(added.body.response).id)}`;
const invited = await admin.browser.post(`${org}/invitations`, { email_address: "x@acme.test" });
const invitation = `${org}/invitations/${String(asRecord(invited.body.response).id)}`;

/** Whatever asks for a system permission that a plain member does not have. */
const managed: [string, string, Record<string, string>?][] = [
  ["PATCH", org, { name: "Renamed" }],
  ["DELETE", org],
  ["DELETE", `${org}/logo`],
  ["GET", `${org}/invitations`],
  ["POST", `${org}/invitations`, { email_address: "y@acme.test" }],
  ["POST", `${org}/invitations/bulk`, { email_address: "y@acme.test" }],
  ["POST", `${invitation}/revoke`],
  ["POST", `${org}/memberships`, { user_id: stranger.id, role: "org:member" }],
  ["PATCH", `${org}/memberships/${member.id}`, { role: "org:admin" }],
  ["DELETE", `${org}/memberships/${admin.id}`],
  ["GET", `${org}/domains`],
  ["POST", `${org}/domains`, { name: "other.test" }],
  ["GET", domain],
  ["POST", `${domain}/prepare_affiliation_verification`, { affiliation_email_address: "a@b.test" }],
  ["POST", `${domain}/attempt_affiliation_verification`, { code: "424242" }],
  ["POST", `${domain}/update_enrollment_mode`, { enrollment_mode: "automatic_invitation" }],
  ["DELETE", domain],
  ["GET", `${org}/membership_requests`],
  ["POST", `${org}/membership_requests/orgmreq_any/accept`],
  ["POST", `${org}/membership_requests/orgmreq_any/reject`],
];
/** What every member may see. */
const open: [string, string][] = [
  ["GET", org],
  ["GET", `${org}/roles`],
  ["GET", `${org}/memberships`],
];

function send(who: { browser: Browser }, method: string, path: string, form = {}) {
  if (method === "GET") return who.browser.get(path);
  return who.browser.post(path, form, method === "POST" ? undefined : method);
}

describe("an organization in the browser", () => {
  test.each(managed)("%s %s is refused to a plain member and to a stranger", async (...call) => {
    const [method, path, form] = call;
    const plain = await send(member, method, path, form);
    expect([plain.status, plain.code]).toEqual([403, "missing_required_permission"]);
    const foreign = await send(stranger, method, path, form);
    expect([foreign.status, foreign.code]).toEqual([403, "organization_not_found_or_unauthorized"]);
  });

  test.each(open)("%s %s is answered to a member and refused to a stranger", async (...call) => {
    expect((await send(member, ...call)).status).toBe(200);
    expect((await send(stranger, ...call)).status).toBe(403);
  });

  test("gets a logo from whoever may manage its profile", async () => {
    const upload = (who: { browser: Browser }) =>
      who.browser.upload(`${org}/logo`, new Blob([PNG]), "PUT");
    expect((await upload(member)).code).toBe("missing_required_permission");
    expect((await upload(stranger)).code).toBe("organization_not_found_or_unauthorized");
    expect((await upload(admin)).body.response).toMatchObject({ id: acme.id, has_image: true });
    const removed = await send(admin, "DELETE", `${org}/logo`);
    expect(removed.body.response).toMatchObject({ has_image: false });
    expect((await send(admin, "DELETE", `${org}/logo`)).status).toBe(404);
  });

  test("invites several or nobody, and no more than it has seats for", async () => {
    const { id } = await api.organizations.createOrganization({
      name: "Small",
      createdBy: admin.id,
      maxAllowedMemberships: 3,
    });
    const bulk = (...email_address: string[]) =>
      admin.browser.post(`/v1/organizations/${id}/invitations/bulk`, {
        email_address,
        role: "org:member",
      });
    const twice = await bulk("one@acme.test", "one@acme.test");
    expect([twice.status, twice.code]).toEqual([400, "duplicate_record"]);
    const [error] = asList(twice.body.errors);
    expect(error?.meta).toEqual({ email_addresses: ["one@acme.test"] });
    const already = await bulk("one@acme.test", "admin@acme.test");
    expect(already.code).toBe("already_a_member_in_organization");
    const many = await bulk("one@acme.test", "two@acme.test", "three@acme.test");
    expect([many.status, many.code]).toEqual([403, "organization_membership_quota_exceeded"]);
    const listed = () => admin.browser.get(`/v1/organizations/${id}/invitations`);
    expect((await listed()).body.response).toMatchObject({ total_count: 0 });
    expect((await bulk("one@acme.test", "two@acme.test")).status).toBe(200);
    expect((await listed()).body.response).toMatchObject({ total_count: 2 });
  });

  test("is made as often as the settings allow, with as many seats as they say", async () => {
    const { browser } = await signedIn("maker@acme.test");
    await changeSettings(clerk, {
      instance: { organizations: { creationLimit: 1, maxAllowedMemberships: 7 } },
    });
    const make = (name: string) => browser.post("/v1/organizations", { name });
    const first = await make("First");
    expect(first.body.response).toMatchObject({ max_allowed_memberships: 7 });
    const second = await make("Second");
    expect([second.status, second.code]).toEqual([403, "organization_quota_exceeded"]);
    expect((await browser.get("/v1/me")).body.response).toMatchObject({
      create_organizations_limit: 1,
    });
    await changeSettings(clerk, { instance: { organizations: { creationLimit: null } } });
    expect((await make("Second")).status).toBe(200);
  });
});
