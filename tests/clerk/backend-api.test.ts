import { isClerkAPIResponseError } from "@clerk/shared/error";
import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
let made = 0;

function newUser(name = "person") {
  made += 1;
  return api.users.createUser({
    emailAddress: [`${name}${made}@example.test`],
    password: "gatehouse-local",
  });
}

async function codeOf(call: Promise<unknown>): Promise<[number, string | undefined]> {
  try {
    await call;
  } catch (error) {
    if (isClerkAPIResponseError(error)) return [error.status, error.errors[0]?.code];
    throw error;
  }
  throw new Error("the call was meant to fail");
}

describe("users", () => {
  test("are created with a password and metadata, and read back", async () => {
    const user = await api.users.createUser({
      emailAddress: ["Root@Gatehouse.test"],
      password: "gatehouse-local",
      firstName: "Root",
      lastName: "",
      publicMetadata: { role: "admin" },
      privateMetadata: { note: "x" },
    });
    const read = await api.users.getUser(user.id);
    expect(read.primaryEmailAddress?.emailAddress).toBe("root@gatehouse.test");
    expect(read.primaryEmailAddress?.verification?.status).toBe("verified");
    expect([read.firstName, read.lastName]).toEqual(["Root", null]);
    expect(read.passwordEnabled).toBe(true);
    expect(read.publicMetadata).toEqual({ role: "admin" });
    expect(read.privateMetadata).toEqual({ note: "x" });
    const { verified } = await api.users.verifyPassword({
      userId: user.id,
      password: "gatehouse-local",
    });
    expect(verified).toBe(true);
  });

  test("are listed, counted, searched and paged", async () => {
    const one = await newUser("searchable");
    const two = await newUser("searchable");
    const found = await api.users.getUserList({ query: "searchable", orderBy: "created_at" });
    expect(found.data.map((user) => user.id)).toEqual([one.id, two.id]);
    expect(found.totalCount).toBe(2);
    const page = await api.users.getUserList({ query: "searchable", limit: 1, offset: 1 });
    expect(page.data.map((user) => user.id)).toEqual([one.id]);
    const byMail = await api.users.getUserList({
      emailAddress: [two.primaryEmailAddress?.emailAddress ?? ""],
    });
    expect(byMail.data.map((user) => user.id)).toEqual([two.id]);
    const byId = await api.users.getUserList({ userId: [one.id] });
    expect(byId.data).toHaveLength(1);
  });

  test("merge metadata deeply, and replace it whole", async () => {
    const user = await newUser();
    await api.users.updateUserMetadata(user.id, { publicMetadata: { a: { b: 1, c: 2 }, d: 3 } });
    const merged = await api.users.updateUserMetadata(user.id, {
      publicMetadata: { a: { b: null, e: 4 }, d: null },
    });
    expect(merged.publicMetadata).toEqual({ a: { c: 2, e: 4 } });
    const replaced = await api.users.replaceUserMetadata(user.id, { publicMetadata: { z: 1 } });
    expect(replaced.publicMetadata).toEqual({ z: 1 });
  });

  test("that are banned lose their sessions and get no new one", async () => {
    const user = await newUser();
    const session = await api.sessions.createSession({ userId: user.id });
    expect((await api.users.banUser(user.id)).banned).toBe(true);
    expect((await api.sessions.getSession(session.id)).status).toBe("revoked");
    expect(await codeOf(api.sessions.createSession({ userId: user.id }))).toEqual([
      403,
      "user_banned",
    ]);
    expect((await api.users.unbanUser(user.id)).banned).toBe(false);
  });

  test("that are deleted are gone, with their memberships", async () => {
    const user = await newUser();
    const organization = await api.organizations.createOrganization({
      name: "Left behind",
      createdBy: user.id,
    });
    expect(await api.users.deleteUser(user.id)).toMatchObject({ id: user.id, deleted: true });
    expect(await codeOf(api.users.getUser(user.id))).toEqual([404, "resource_not_found"]);
    const members = await api.organizations.getOrganizationMembershipList({
      organizationId: organization.id,
    });
    expect(members.totalCount).toBe(0);
  });

  test("are refused a taken address, a short password and an unknown id", async () => {
    const user = await newUser();
    const emailAddress = [user.primaryEmailAddress?.emailAddress ?? ""];
    expect(await codeOf(api.users.createUser({ emailAddress, password: "long-enough" }))).toEqual([
      422,
      "form_identifier_exists",
    ]);
    const short = api.users.createUser({ emailAddress: ["new@example.test"], password: "short" });
    expect(await codeOf(short)).toEqual([422, "form_password_length_too_short"]);
    expect(await codeOf(api.users.getUser("user_none"))).toEqual([404, "resource_not_found"]);
  });
});

describe("organizations", () => {
  test("are created by a user, who becomes their administrator, and found by slug", async () => {
    const user = await newUser();
    const organization = await api.organizations.createOrganization({
      name: "Acme Inc",
      slug: "acme",
      createdBy: user.id,
    });
    expect(organization.slug).toBe("acme");
    const read = await api.organizations.getOrganization({ slug: "acme" });
    expect([read.id, read.membersCount, read.createdBy]).toEqual([organization.id, 1, user.id]);
    const [membership] = (await api.users.getOrganizationMembershipList({ userId: user.id })).data;
    expect(membership?.role).toBe("org:admin");
    expect(membership?.permissions).toContain("org:projects:manage");
    expect(membership?.permissions).toContain("org:sys_memberships:manage");
    expect(await codeOf(api.organizations.createOrganization({ name: "B", slug: "acme" }))).toEqual(
      [422, "form_identifier_exists"],
    );
  });

  test("are renamed, listed and deleted", async () => {
    const organization = await api.organizations.createOrganization({ name: "Old name" });
    const renamed = await api.organizations.updateOrganization(organization.id, {
      name: "New name",
      slug: "new-name",
    });
    expect([renamed.name, renamed.slug]).toEqual(["New name", "new-name"]);
    expect(renamed.updatedAt).toBeGreaterThan(organization.updatedAt);
    const listed = await api.organizations.getOrganizationList({ query: "new-name" });
    expect(listed.data.map((one) => one.id)).toEqual([organization.id]);
    await api.organizations.deleteOrganization(organization.id);
    const gone = api.organizations.getOrganization({ organizationId: organization.id });
    expect(await codeOf(gone)).toEqual([404, "resource_not_found"]);
  });

  test("keep at least one administrator", async () => {
    const admin = await newUser();
    const member = await newUser();
    const { id } = await api.organizations.createOrganization({
      name: "Governed",
      createdBy: admin.id,
    });
    const joined = await api.organizations.createOrganizationMembership({
      organizationId: id,
      userId: member.id,
      role: "org:member",
    });
    expect(joined.publicUserData?.userId).toBe(member.id);
    const last = { organizationId: id, userId: admin.id };
    const refused = [400, "organization_minimum_permissions_needed"];
    expect(await codeOf(api.organizations.deleteOrganizationMembership(last))).toEqual(refused);
    const demotion = { ...last, role: "org:member" };
    expect(await codeOf(api.organizations.updateOrganizationMembership(demotion))).toEqual(refused);
    await api.organizations.updateOrganizationMembership({
      organizationId: id,
      userId: member.id,
      role: "org:admin",
    });
    await api.organizations.deleteOrganizationMembership(last);
    const left = await api.organizations.getOrganizationMembershipList({ organizationId: id });
    expect(left.data.map((one) => [one.publicUserData?.userId, one.role])).toEqual([
      [member.id, "org:admin"],
    ]);
    const unknownRole = { organizationId: id, userId: admin.id, role: "org:emperor" };
    expect(await codeOf(api.organizations.createOrganizationMembership(unknownRole))).toEqual([
      422,
      "form_param_value_invalid",
    ]);
  });

  test("invite by e-mail, once, and revoke", async () => {
    const admin = await newUser();
    const { id } = await api.organizations.createOrganization({
      name: "Inviting",
      createdBy: admin.id,
    });
    const params = {
      organizationId: id,
      emailAddress: "guest@example.test",
      role: "org:member",
      inviterUserId: admin.id,
    };
    const invitation = await api.organizations.createOrganizationInvitation(params);
    expect([invitation.status, invitation.emailAddress]).toEqual(["pending", "guest@example.test"]);
    expect(await codeOf(api.organizations.createOrganizationInvitation(params))).toEqual([
      400,
      "duplicate_record",
    ]);
    const mail: unknown = await (
      await fetch(`${clerk.url}/local/mail?to=guest@example.test`)
    ).json();
    expect(mail).toMatchObject([{ to: "guest@example.test", url: invitation.url }]);
    const revoked = await api.organizations.revokeOrganizationInvitation({
      organizationId: id,
      invitationId: invitation.id,
      requestingUserId: admin.id,
    });
    expect(revoked.status).toBe("revoked");
    const pending = await api.organizations.getOrganizationInvitationList({
      organizationId: id,
      status: ["pending"],
    });
    expect(pending.totalCount).toBe(0);
  });
});

test("a wrong secret key is refused, and an unknown endpoint is answered and named in the log", async () => {
  const wrong = client({ ...clerk, secretKey: "sk_test_wrong" });
  expect(await codeOf(wrong.users.getCount())).toEqual([401, "clerk_key_invalid"]);
  expect(await codeOf(api.billing.getPlanList())).toEqual([404, "resource_not_found"]);
  expect(clerk.lines).toContain("not implemented: GET /bapi/v1/billing/plans");
  const browser = await new Browser(clerk.url).open();
  const answer = await browser.post("/v1/client/magic", {}, "PATCH");
  expect([answer.status, answer.code]).toEqual([404, "resource_not_found"]);
  expect(clerk.lines).toContain("not implemented: PATCH /v1/client/magic");
});
