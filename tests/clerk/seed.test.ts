import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { hashPassword } from "../../local/clerk/passwords.ts";
import { Browser } from "./frontend-caller.ts";
import { asRecord, client, start } from "./start.ts";

const password = "a password for tests";
const example: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../local/clerk/seed/example.json"), "utf8"),
);
const none = { created: 0, changed: 0, unchanged: 0 };

test("the example makes people, organizations, roles and invitations; applied again, nothing", async () => {
  const clerk = await start();
  const api = client(clerk);
  expect(await clerk.seed(example)).toEqual({
    settings: "changed",
    jwtTemplates: { ...none, created: 1 },
    users: { ...none, created: 3 },
    organizations: { ...none, created: 1 },
    // The creator's own is not named in the file.
    memberships: { ...none, created: 1 },
    invitations: { ...none, created: 1 },
  });

  const [ada] = (await api.users.getUserList({ emailAddress: ["ada@example.test"] })).data;
  expect(ada).toMatchObject({
    firstName: "Ada",
    lastName: "Admin",
    externalId: "legacy-1",
    publicMetadata: { role: "admin" },
  });
  const press = await api.organizations.getOrganization({ slug: "press" });
  expect(press.publicMetadata).toEqual({ plan: "team" });
  const organizationId = press.id;
  const members = await api.organizations.getOrganizationMembershipList({ organizationId });
  const rolesOf = members.data.map((one) => [one.publicUserData?.identifier, one.role]);
  expect(rolesOf.sort()).toEqual([
    ["ada@example.test", "org:admin"],
    ["ed+clerk_test@example.test", "org:editor"],
  ]);
  const invited = await api.organizations.getOrganizationInvitationList({ organizationId });
  expect(invited.data.map((one) => [one.emailAddress, one.role])).toEqual([
    ["ina@example.test", "org:editor"],
  ]);
  // One has a password, the other its hash, and each signs in by it.
  for (const email of ["ada@example.test", "ed+clerk_test@example.test"]) {
    const browser = await new Browser(clerk.url).open();
    expect((await browser.signIn(email, password)).status).toBe("complete");
  }

  const before = readFileSync(join(clerk.dataDir, "state.jsonl"), "utf8");
  const again = await fetch(`${clerk.url}/local/seed`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(example),
  });
  expect(await again.json()).toEqual({
    settings: "unchanged",
    jwtTemplates: { ...none, unchanged: 1 },
    users: { ...none, unchanged: 3 },
    organizations: { ...none, unchanged: 1 },
    memberships: { ...none, unchanged: 1 },
    invitations: { ...none, unchanged: 1 },
  });
  expect(readFileSync(join(clerk.dataDir, "state.jsonl"), "utf8")).toBe(before);
});

test("a seed changes what differs from it, and leaves alone what it does not name", async () => {
  const clerk = await start();
  const api = client(clerk);
  const kept = await api.users.createUser({ emailAddress: ["kept@example.test"], password });
  await clerk.seed(example);
  const changed = await clerk.seed({
    users: [
      {
        emailAddresses: ["ada@example.test", "ada@home.test"],
        password: "another password",
        lastName: "Lovelace",
        publicMetadata: {},
      },
    ],
    organizations: [
      {
        name: "Example Press Ltd",
        slug: "press",
        members: [
          { emailAddress: "ed+clerk_test@example.test" },
          { emailAddress: "kept@example.test", role: "org:editor" },
        ],
        invitations: [{ emailAddress: "ina@example.test" }],
      },
    ],
  });
  expect(changed).toEqual({
    settings: "unchanged",
    jwtTemplates: none,
    users: { ...none, changed: 1 },
    organizations: { ...none, changed: 1 },
    memberships: { ...none, created: 1, changed: 1 },
    invitations: { ...none, unchanged: 1 },
  });
  const [ada] = (await api.users.getUserList({ emailAddress: ["ada@example.test"] })).data;
  expect(ada?.firstName).toBe("Ada");
  expect(ada?.lastName).toBe("Lovelace");
  expect(ada?.publicMetadata).toEqual({});
  expect(ada?.emailAddresses.map((one) => one.emailAddress)).toEqual([
    "ada@example.test",
    "ada@home.test",
  ]);
  const browser = await new Browser(clerk.url).open();
  expect((await browser.signIn("ada@example.test", "another password")).status).toBe("complete");
  const press = await api.organizations.getOrganization({ slug: "press" });
  expect([press.name, press.publicMetadata]).toEqual(["Example Press Ltd", { plan: "team" }]);
  const { data } = await api.organizations.getOrganizationMembershipList({
    organizationId: press.id,
    userId: [kept.id],
  });
  expect(data.map((one) => one.role)).toEqual(["org:editor"]);
});

test("a JWT template is made, and changed when another claim is asked for", async () => {
  const clerk = await start();
  await clerk.seed(example);
  const browser = await new Browser(clerk.url).open();
  const claims = async () => {
    const { data } = await client(clerk).sessions.getSessionList({ status: "active" });
    const token = await browser.post(`/v1/client/sessions/${data[0]?.id}/tokens/billing`);
    return decodeJwt(String(token.body.jwt));
  };
  await browser.signIn("ada@example.test", password);
  const made = await claims();
  expect(made).toMatchObject({ aud: "billing.example.test", email: "ada@example.test" });
  expect(Number(made.exp) - Number(made.iat)).toBe(300);

  const billing = { name: "billing", claims: { aud: "another" }, lifetime: 300 };
  expect(await clerk.seed({ jwtTemplates: [billing] })).toMatchObject({
    jwtTemplates: { ...none, changed: 1 },
  });
  const changed = await claims();
  expect([changed.aud, changed.email]).toEqual(["another", undefined]);
  const { data } = await client(clerk).jwtTemplates.list();
  expect(data.map((one) => one.name).sort()).toEqual(["billing", "convex"]);
});

const ada = { emailAddresses: ["ada@example.test"] };
const press = { name: "Press", slug: "press" };

test.each([
  ["a field that is none", { people: [] }, /the file: .*people/],
  [
    "no e-mail address",
    { users: [{ emailAddresses: ["ada"] }] },
    /users\[0\]\.emailAddresses\[0\]: must be an/,
  ],
  [
    "a slug that is none",
    { organizations: [{ name: "A", slug: "A b" }] },
    /organizations\[0\]\.slug: must be/,
  ],
  [
    "an address twice",
    { users: [ada, ada] },
    /users\[1\]\.emailAddresses\[0\]: ada@example\.test is there twice/,
  ],
  [
    "an external id twice",
    {
      users: [
        { ...ada, externalId: "1" },
        { emailAddresses: ["b@example.test"], externalId: "1" },
      ],
    },
    /users\[1\]\.externalId: 1 is there twice/,
  ],
  [
    "a slug twice",
    { organizations: [press, press] },
    /organizations\[1\]\.slug: press is there twice/,
  ],
  [
    "two passwords",
    { users: [{ ...ada, password, passwordHash: await hashPassword(password) }] },
    /users\[0\]: has a password and/,
  ],
  [
    "a short password",
    { users: [{ ...ada, password: "short" }] },
    /users\[0\]\.password: Passwords must be/,
  ],
  [
    "a hash that is none",
    { users: [{ ...ada, passwordHash: "$2b$10$abc" }] },
    /users\[0\]\.passwordHash: is no hash/,
  ],
  [
    "another one's address",
    { users: [{ emailAddresses: ["ada@example.test", "taken@example.test"] }] },
    /users\[0\]\.emailAddresses\[1\]: belongs to another/,
  ],
  [
    "a member whom nobody knows",
    { organizations: [{ ...press, members: [{ emailAddress: "who@example.test" }] }] },
    /members\[0\]\.emailAddress: there is no user who@/,
  ],
  [
    "a creator whom nobody knows",
    { organizations: [{ ...press, createdBy: "who@example.test" }] },
    /organizations\[0\]\.createdBy: there is no user/,
  ],
  [
    "a member twice",
    {
      users: [ada],
      organizations: [
        {
          ...press,
          members: [{ emailAddress: "ada@example.test" }, { emailAddress: "ADA@example.test" }],
        },
      ],
    },
    /members\[1\]\.emailAddress: ada@example\.test is there twice/,
  ],
  [
    "a role that is none",
    {
      users: [ada],
      organizations: [
        { ...press, members: [{ emailAddress: "ada@example.test", role: "org:owner" }] },
      ],
    },
    /members\[0\]\.role: org:owner is no role/,
  ],
  [
    "a role of an invitation",
    {
      organizations: [
        { ...press, invitations: [{ emailAddress: "a@example.test", role: "org:owner" }] },
      ],
    },
    /invitations\[0\]\.role: org:owner is no role/,
  ],
  [
    "a template twice",
    {
      jwtTemplates: [
        { name: "a", claims: {} },
        { name: "a", claims: {} },
      ],
    },
    /jwtTemplates\[1\]\.name: a is there twice/,
  ],
  [
    "a template with a claim of Clerk's",
    { users: [ada], jwtTemplates: [{ name: "a", claims: { sub: "me" } }] },
    /jwtTemplates\[0\]: .*reserved claim: 'sub'/,
  ],
  [
    "a template whose key signs nothing",
    {
      users: [ada],
      jwtTemplates: [{ name: "a", claims: {}, customKey: { algorithm: "ES256", key: "none" } }],
    },
    /jwtTemplates\[0\]: .*private key for ES256/,
  ],
  [
    "a setting that is none",
    { users: [ada], settings: { instance: { colour: "red" } } },
    /settings: instance: .*colour/,
  ],
])("is refused with its place, and nothing of it applied: %s", async (_what, seed, message) => {
  const clerk = await start();
  await clerk.seed({ users: [{ emailAddresses: ["taken@example.test"] }] });
  const response = await fetch(`${clerk.url}/local/seed`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(seed),
  });
  expect(response.status).toBe(422);
  const body = asRecord(await response.json());
  expect(body.errors).toMatchObject([{ code: "seed_invalid" }]);
  expect(JSON.stringify(body.errors)).toMatch(message);
  expect(await client(clerk).users.getCount()).toBe(1);
  expect((await client(clerk).organizations.getOrganizationList()).totalCount).toBe(0);
  const { data } = await client(clerk).jwtTemplates.list();
  expect(data.map((one) => one.name)).toEqual(["convex"]);
});

test("editors get a schema that knows every field and setting", async () => {
  const clerk = await start();
  const schema = asRecord(await (await fetch(`${clerk.url}/local/seed/schema.json`)).json());
  const { settings, users, organizations } = asRecord(schema.properties);
  expect(Object.keys(asRecord(asRecord(settings).properties))).toContain("instance");
  expect(JSON.stringify(users)).toContain("passwordHash");
  expect(JSON.stringify(organizations)).toContain("maxAllowedMemberships");
  expect(schema.required ?? []).toEqual([]);
});
