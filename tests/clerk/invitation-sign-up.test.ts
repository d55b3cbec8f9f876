import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";

let count = 0;

/** Invited to the application with metadata that nobody else should get. */
async function invited() {
  const emailAddress = `invited${++count}+clerk_test@example.test`;
  const publicMetadata = { role: "staff" };
  const invitation = await api.invitations.createInvitation({ emailAddress, publicMetadata });
  const ticket = new URL(invitation.url ?? "").searchParams.get("ticket") ?? "";
  return { emailAddress, invitation, ticket };
}

async function invitedToOrganization(maxAllowedMemberships: number) {
  const emailAddress = `member${++count}+clerk_test@example.test`;
  const name = "Inviting";
  const organization = await api.organizations.createOrganization({ name, maxAllowedMemberships });
  const invitation = await api.organizations.createOrganizationInvitation({
    organizationId: organization.id,
    emailAddress,
    role: "org:member",
  });
  const ticket = new URL(invitation.url ?? "").searchParams.get("ticket") ?? "";
  return { emailAddress, organizationId: organization.id, ticket };
}

async function users(emailAddress: string) {
  return (await api.users.getUserList({ emailAddress: [emailAddress] })).data;
}

describe("an invitation in a sign-up", () => {
  test("is for the address that it was sent to", async () => {
    const { ticket } = await invited();
    const other = "other+clerk_test@example.test";
    const browser = await new Browser(clerk.url).open();
    const { id } = await browser.signUp({ strategy: "ticket", ticket });
    const path = `/v1/client/sign_ups/${id}`;
    await browser.post(path, { email_address: other, password }, "PATCH");
    await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
    const code = { strategy: "email_code", code: "424242" };
    await browser.post(`${path}/attempt_verification`, code);
    const [user] = await users(other);
    expect(user?.publicMetadata).toEqual({});
  });

  test("that was taken back meanwhile makes nobody a user", async () => {
    const { emailAddress, invitation, ticket } = await invited();
    const browser = await new Browser(clerk.url).open();
    const { id } = await browser.signUp({ strategy: "ticket", ticket });
    await api.invitations.revokeInvitation(invitation.id);
    const answer = await browser.post(`/v1/client/sign_ups/${id}`, { password }, "PATCH");
    expect(answer.code).toBe("organization_invitation_not_pending");
    expect(await users(emailAddress)).toEqual([]);
  });

  test("that finds no seat any more leaves no user behind without a session", async () => {
    const { emailAddress, organizationId, ticket } = await invitedToOrganization(1);
    const browser = await new Browser(clerk.url).open();
    const { id } = await browser.signUp({ strategy: "ticket", ticket });
    const { id: userId } = await api.users.createUser({ emailAddress: ["seat@example.test"] });
    const role = "org:admin";
    await api.organizations.createOrganizationMembership({ organizationId, userId, role });
    const answer = await browser.post(`/v1/client/sign_ups/${id}`, { password }, "PATCH");
    expect(answer.code).toBe("organization_membership_quota_exceeded");
    expect(await users(emailAddress)).toEqual([]);
  });
});

test("codes tried while a password is hashed count", async () => {
  const browser = await new Browser(clerk.url).open();
  const { id } = await browser.signUp({ email_address: "counted+clerk_test@example.test" });
  const path = `/v1/client/sign_ups/${id}`;
  await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
  const slow = browser.post(path, { password }, "PATCH");
  const guess = { strategy: "email_code", code: "000000" };
  const guesses = Array.from({ length: 6 }, () =>
    browser.post(`${path}/attempt_verification`, guess),
  );
  await Promise.all([slow, ...guesses]);
  const right = { strategy: "email_code", code: "424242" };
  const answer = await browser.post(`${path}/attempt_verification`, right);
  expect(answer.code).toBe("verification_failed");
});

test("a verified address stays verified when a code for it is asked for", async () => {
  const emailAddress = "verified+clerk_test@example.test";
  const user = await api.users.createUser({ emailAddress: [emailAddress], password });
  const browser = await new Browser(clerk.url).open();
  await browser.signIn(emailAddress, password);
  const id = user.emailAddresses[0]?.id ?? "";
  const answer = await browser.post(`/v1/me/email_addresses/${id}/prepare_verification`);
  expect(answer.code).toBe("verification_already_verified");
  const me = asRecord((await browser.get("/v1/me")).body.response);
  expect(me.email_addresses).toMatchObject([{ verification: { status: "verified" } }]);
});
