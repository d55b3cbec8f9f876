import { afterEach, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { asList, asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const PASSWORD = "gatehouse-local";
const OFF = {
  allowlist: false,
  blocklist: false,
  blockEmailSubaddresses: false,
  ignoreDotsForGmailAddresses: false,
};

async function restrict(restrictions: Partial<typeof OFF>): Promise<void> {
  const response = await fetch(`${clerk.url}/local/settings`, {
    method: "PATCH",
    body: JSON.stringify({ instance: { restrictions } }),
  });
  expect(response.status).toBe(200);
}

afterEach(() => restrict(OFF));

async function signUp(form: Record<string, string>): Promise<[number, string | null]> {
  const browser = await new Browser(clerk.url).open();
  const answer = await browser.post("/v1/client/sign_ups", { password: PASSWORD, ...form });
  return [answer.status, answer.code];
}

test("only who is on the allowlist signs up, when it is on", async () => {
  await api.allowlistIdentifiers.createAllowlistIdentifier({
    identifier: "*@friends.test",
    notify: false,
  });
  await api.allowlistIdentifiers.createAllowlistIdentifier({
    identifier: "one@else.test",
    notify: false,
  });
  expect(await signUp({ email_address: "stranger@else.test" })).toEqual([200, null]);
  await restrict({ allowlist: true });
  expect(await signUp({ email_address: "stranger@else.test" })).toEqual([
    403,
    "not_allowed_access",
  ]);
  expect(await signUp({ email_address: "any@friends.test" })).toEqual([200, null]);
  expect(await signUp({ email_address: "One@else.test" })).toEqual([200, null]);
});

test("nobody on the blocklist signs up, when it is on, with dots or without", async () => {
  await api.blocklistIdentifiers.createBlocklistIdentifier({ identifier: "bad.one@gmail.com" });
  const dotless = { email_address: "badone@gmail.com" };
  await restrict({ blocklist: true });
  expect(await signUp(dotless)).toEqual([200, null]);
  await restrict({ ignoreDotsForGmailAddresses: true });
  expect(await signUp(dotless)).toEqual([422, "form_email_address_blocked"]);
  expect(await signUp({ email_address: "good@gmail.com" })).toEqual([200, null]);
});

test("nobody signs up with a part after a plus, when that is off", async () => {
  await restrict({ blockEmailSubaddresses: true });
  expect(await signUp({ email_address: "a+b@example.test" })).toEqual([
    422,
    "form_email_address_blocked",
  ]);
});

async function mailedTicket(to: string): Promise<string> {
  const mails = asList(await (await fetch(`${clerk.url}/local/mail?to=${to}`)).json());
  return new URL(String(mails[0]?.url)).searchParams.get("ticket") ?? "";
}

test("an invitation to the application is a way in past the allowlist, once, with its metadata", async () => {
  await restrict({ allowlist: true });
  const emailAddress = "invited@else.test";
  const entry = await api.waitlistEntries.create({ emailAddress });
  await api.waitlistEntries.invite(entry.id);
  const ticket = await mailedTicket(emailAddress);
  const browser = await new Browser(clerk.url).open();
  const answer = await browser.post("/v1/client/sign_ups", {
    strategy: "ticket",
    ticket,
    password: PASSWORD,
  });
  expect(asRecord(answer.body.response)).toMatchObject({ status: "complete" });
  const [invitation] = (await api.invitations.getInvitationList({ query: emailAddress })).data;
  expect(invitation?.status).toBe("accepted");
  const [waiting] = (await api.waitlistEntries.list({ query: emailAddress })).data;
  expect(waiting?.status).toBe("completed");
  const again = await signUp({ strategy: "ticket", ticket });
  expect(again[0]).toBe(400);
});

test("the metadata of an invitation becomes the user's, and its link leads to the sign-up page", async () => {
  const emailAddress = "tester@else.test";
  const invitation = await api.invitations.createInvitation({
    emailAddress,
    publicMetadata: { role: "tester" },
  });
  const link = await fetch(invitation.url ?? "", { redirect: "manual" });
  expect(link.headers.get("location")).toContain("/sign-up?__clerk_ticket=");
  const ticket = await mailedTicket(emailAddress);
  await signUp({ strategy: "ticket", ticket });
  const found = await api.users.getUserList({ emailAddress: [emailAddress] });
  expect(found.data[0]?.publicMetadata).toEqual({ role: "tester" });
});

test("a revoked invitation is no way in", async () => {
  const { id } = await api.invitations.createInvitation({ emailAddress: "late@else.test" });
  const ticket = await mailedTicket("late@else.test");
  await api.invitations.revokeInvitation(id);
  expect((await signUp({ strategy: "ticket", ticket }))[0]).toBe(400);
});
