import type { WebhookEvent } from "@clerk/backend";
// eslint-disable-next-line gatehouse/walls -- what is sent must satisfy the SDK's own verification
import { verifyWebhook } from "@clerk/backend/webhooks";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { changeSettings } from "./journeys/visit.ts";
import { Application, asRequest, drained, hook, type Received } from "./receiver.ts";
import { asRecord, client, start } from "./start.ts";

type EventType = WebhookEvent["type"];

const application = new Application();
const clerk = await start({ webhookUrl: hook(await application.listen()) });
const api = client(clerk);
await changeSettings(clerk, { instance: { domains: { enabled: true } } });

const password = "gatehouse-local";
let count = 0;

function unique(name: string): string {
  count += 1;
  return `${name}-${count}@company-${count}.test`;
}

function newPerson(name = "person") {
  return api.users.createUser({ emailAddress: [unique(name)], password, externalId: `x${count}` });
}

async function signedIn() {
  const user = await newPerson();
  const browser = await new Browser(clerk.url).open();
  await browser.signIn(String(user.emailAddresses[0]?.emailAddress), password);
  const session = String((await browser.client()).sessions[0]?.id);
  return { user, browser, session };
}

async function newOrganization() {
  const admin = await newPerson("admin");
  const organization = await api.organizations.createOrganization({
    name: "Acme",
    createdBy: admin.id,
  });
  return { admin, organizationId: organization.id };
}

async function newMember() {
  const { organizationId } = await newOrganization();
  const { id: userId } = await newPerson("member");
  const member = { organizationId, userId, role: "org:member" };
  await api.organizations.createOrganizationMembership(member);
  return member;
}

async function newInvitation(emailAddress = unique("guest")) {
  const { admin, organizationId } = await newOrganization();
  const invitation = await api.organizations.createOrganizationInvitation({
    organizationId,
    emailAddress,
    role: "org:member",
    inviterUserId: admin.id,
  });
  return { admin, organizationId, invitationId: invitation.id };
}

/** A domain that an administrator has added and proved to be theirs, in a browser. */
async function newDomain() {
  const { user, browser } = await signedIn();
  const organization = await api.organizations.createOrganization({
    name: "Domains",
    createdBy: user.id,
  });
  const domains = `/v1/organizations/${organization.id}/domains`;
  const name = `owned-${++count}.test`;
  const added = await browser.post(domains, { name });
  const path = `${domains}/${String(asRecord(added.body.response).id)}`;
  await browser.post(`${path}/prepare_affiliation_verification`, {
    affiliation_email_address: `boss+clerk_test@${name}`,
  });
  await browser.post(`${path}/attempt_affiliation_verification`, { code: "424242" });
  return { browser, path };
}

/** For each type of event in the SDK what makes it happen; null where nothing here does. */
const causes: Record<EventType, (() => Promise<unknown>) | null> = {
  "user.created": () => newPerson(),
  "user.updated": async () => api.users.updateUser((await newPerson()).id, { firstName: "Ada" }),
  "user.deleted": async () => api.users.deleteUser((await newPerson()).id),
  "session.created": () => signedIn(),
  "session.ended": async () => {
    const { browser, session } = await signedIn();
    await browser.post(`/v1/client/sessions/${session}/end`);
  },
  "session.removed": async () => {
    const { browser, session } = await signedIn();
    await browser.post(`/v1/client/sessions/${session}/remove`);
  },
  "session.revoked": async () => api.sessions.revokeSession((await signedIn()).session),
  "email.created": async () => {
    const browser = await new Browser(clerk.url).open();
    const signUp = await browser.signUp({ email_address: unique("new"), password });
    await browser.post(`/v1/client/sign_ups/${signUp.id}/prepare_verification`, {
      strategy: "email_code",
    });
  },
  "organization.created": () => newOrganization(),
  "organization.updated": async () => {
    const { organizationId } = await newOrganization();
    await api.organizations.updateOrganization(organizationId, { name: "Acme Inc" });
  },
  "organization.deleted": async () => {
    await api.organizations.deleteOrganization((await newOrganization()).organizationId);
  },
  "organizationMembership.created": () => newMember(),
  "organizationMembership.updated": async () => {
    const member = await newMember();
    await api.organizations.updateOrganizationMembership({ ...member, role: "org:admin" });
  },
  "organizationMembership.deleted": async () => {
    await api.organizations.deleteOrganizationMembership(await newMember());
  },
  "organizationInvitation.created": () => newInvitation(),
  "organizationInvitation.revoked": async () => {
    const { admin, organizationId, invitationId } = await newInvitation();
    await api.organizations.revokeOrganizationInvitation({
      organizationId,
      invitationId,
      requestingUserId: admin.id,
    });
  },
  "organizationInvitation.accepted": async () => {
    const { user, browser } = await signedIn();
    const { invitationId } = await newInvitation(user.emailAddresses[0]?.emailAddress);
    await browser.post(`/v1/me/organization_invitations/${invitationId}/accept`);
  },
  "organizationDomain.created": () => newDomain(),
  "organizationDomain.updated": async () => {
    const { browser, path } = await newDomain();
    await browser.post(`${path}/update_enrollment_mode`, {
      enrollment_mode: "automatic_suggestion",
    });
  },
  "organizationDomain.deleted": async () => {
    const { browser, path } = await newDomain();
    await browser.post(path, {}, "DELETE");
  },
  "waitlistEntry.created": () =>
    api.waitlistEntries.create({ emailAddress: unique("patient"), notify: false }),
  "waitlistEntry.updated": async () => {
    const entry = await api.waitlistEntries.create({ emailAddress: unique("patient") });
    await api.waitlistEntries.invite(entry.id);
  },
  "role.created": null,
  "role.updated": null,
  "role.deleted": null,
  "permission.created": null,
  "permission.updated": null,
  "permission.deleted": null,
  "sms.created": null,
  "paymentAttempt.created": null,
  "paymentAttempt.updated": null,
  "subscription.created": null,
  "subscription.updated": null,
  "subscription.active": null,
  "subscription.pastDue": null,
  "subscriptionItem.created": null,
  "subscriptionItem.updated": null,
  "subscriptionItem.active": null,
  "subscriptionItem.canceled": null,
  "subscriptionItem.upcoming": null,
  "subscriptionItem.ended": null,
  "subscriptionItem.abandoned": null,
  "subscriptionItem.incomplete": null,
  "subscriptionItem.pastDue": null,
  "subscriptionItem.freeTrialEnding": null,
};

const caused = Object.entries(causes).flatMap(([type, cause]) => (cause ? [{ type, cause }] : []));
const missing = Object.entries(causes).flatMap(([type, cause]) => (cause ? [] : [type]));

describe("what happens is told as Clerk tells it", () => {
  const bodies: Received[] = [];

  test.each(caused)("$type", async ({ type, cause }) => {
    const before = application.received.length;
    await cause();
    await drained(clerk);
    const messages = application.received.slice(before).filter((one) => one.type === type);
    const message = messages.at(-1);
    if (!message) throw new Error(`no ${type} came`);
    const signingSecret = clerk.webhookSecret;
    const event = await verifyWebhook(asRequest(message), { signingSecret });
    expect(event.type).toBe(type);
    expect(event.data).toEqual(message.data);
    bodies.push(...messages);
  });

  test("and every body is what the SDK's types say, field by field", () => {
    expect(new Set(bodies.map((one) => one.type)).size).toBe(caused.length);
    const texts = bodies.map((one) => one.body);
    const [first = ""] = texts;
    const wrong = [
      first.replace('"object":"event"', '"object":"occasion"'),
      first.replace('"first_name"', '"forename"'),
    ];
    const errors = typeErrors([...texts, ...wrong]);
    expect(errors.slice(0, texts.length).flat()).toEqual([]);
    for (const found of errors.slice(texts.length)) expect(found).not.toEqual([]);
  }, 60_000);
});

test("what never happens here is named in the documentation", () => {
  const text = readFileSync("docs/local-clerk.md", "utf8");
  const named = (type: string) =>
    text.includes(`\`${type}\``) || text.includes(`\`${type.split(".")[0]}.*\``);
  expect(missing.filter((type) => !named(type))).toEqual([]);
});

/** Where the types leave a field out, Clerk sends null. */
const NULL_FOR_ABSENT = [
  "last_active_organization_id",
  "latest_activity",
  "tasks",
  "verified_at_client",
];

/** The body without the few differences between the types and what Clerk sends. */
function asDeclared(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) => {
    if (value === null && NULL_FOR_ABSENT.includes(key)) return undefined;
    if (typeof value !== "object" || value === null) return value;
    if (key === "public_organization_data") return { object: "organization", ...value };
    // The types' list of kinds of objects lacks this one.
    if (key === "verification" && "object" in value) return { ...value, object: "email_address" };
    return value;
  });
}

/** Has the compiler check JSON texts against the SDK's type of an event: what it says about each of them. */
function typeErrors(texts: string[]): string[][] {
  const path = `${import.meta.dirname}/webhook-events.generated.ts`;
  // Clerk sends some fields that the types do not have; an inferred type may have more of them.
  const check =
    "declare function check<T extends import('@clerk/backend').WebhookEvent>(event: T): void;";
  const lines = [check, ...texts.map((text) => `check(${asDeclared(text)});`), "export {};"];
  const content = lines.join("\n");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    types: ["node"],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === path || exists(name);
  host.getSourceFile = (name, target, ...rest) =>
    name === path ? ts.createSourceFile(name, content, target) : read(name, target, ...rest);
  const program = ts.createProgram([path], options, host);
  const source = program.getSourceFile(path);
  if (!source) throw new Error("nothing was compiled");
  const found = [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ].map(({ start = 0, messageText }) => ({
    line: source.getLineAndCharacterOfPosition(start).line,
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
  }));
  // The first line is the declaration.
  return texts.map((_, index) =>
    found.filter(({ line }) => line === index + 1).map(({ message }) => message),
  );
}
