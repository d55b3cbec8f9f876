import { describe, expect, it } from "vitest";
import { useApplication } from "../../support/application.ts";
import { membershipData, organizationData, userData } from "../../support/deliveries.ts";
import { mirrorAfter, permutations, type Said } from "../../support/orders.ts";

// Whole stories, each told in every order that there is: the rows are the same, and those that one would expect.

useApplication();

/** Every order of the events, and every one of them a second time at the end, gives the rows of the story as it happened. */
async function inEveryOrder(story: readonly Said[]): Promise<Record<string, unknown[]>> {
  const expected = await mirrorAfter(story);
  for (const order of permutations(story)) {
    expect(await mirrorAfter(order), order.map(({ type }) => type).join(", ")).toEqual(expected);
  }
  expect(await mirrorAfter([...story, ...story.toReversed()])).toEqual(expected);
  return expected;
}

const person = (at: number, more: Record<string, unknown> = {}, timestamp = at): Said => ({
  type: "user.updated",
  data: userData("user_1", { updated_at: at, ...more }),
  timestamp,
});
const organization = (id: string, at: number, slug: string): Said => ({
  type: "organization.updated",
  data: organizationData(id, { updated_at: at, slug }),
  timestamp: at,
});
const gone = (type: string, id: string, timestamp: number): Said => ({
  type,
  data: { id, deleted: true },
  timestamp,
});

interface Joined {
  readonly created: number;
  readonly at?: number;
  readonly role?: string;
}
const member = (what: string, id: string, { created, at = created, role }: Joined): Said => ({
  type: `organizationMembership.${what}`,
  data: membershipData("org_1", "user_1", {
    id,
    created_at: created,
    // A deletion says when the membership was last changed, not when it ended.
    updated_at: what === "deleted" ? created : at,
    role: role ?? "org:member",
  }),
  timestamp: at,
});

const invitation = (status: string, at: number, more: Record<string, unknown> = {}): Said => ({
  type: `organizationInvitation.${status === "pending" ? "created" : status}`,
  data: {
    id: "orginv_1",
    organization_id: "org_1",
    email_address: "guest@example.test",
    role: "org:member",
    status,
    expires_at: 5000,
    created_at: 10,
    updated_at: at,
    ...more,
  },
  timestamp: at,
});

const permission = (id: string, at: number, key = `org:${id}:use`) => ({
  id,
  key,
  name: key,
  updated_at: at,
});
const role = (at: number, permissions: readonly unknown[]): Said => ({
  type: "role.updated",
  data: { id: "role_1", key: "org:editor", name: "Editor", permissions, updated_at: at },
  timestamp: at,
});

describe("a membership that is left and joined again, of the same pair by a new id", () => {
  const [first, changed, left, again] = [
    member("created", "orgmem_1", { created: 10 }),
    member("updated", "orgmem_1", { created: 10, at: 20, role: "org:admin" }),
    member("deleted", "orgmem_1", { created: 10, at: 30, role: "org:admin" }),
    member("created", "orgmem_2", { created: 40 }),
  ];

  it("is live, with its new id and role", async () => {
    const { Membership } = await inEveryOrder([first, changed, left, again]);
    expect(Membership).toMatchObject([
      { membershipId: "orgmem_2", role: "org:member", deleted: false, sourceCreated: 40 },
    ]);
  });

  it("is over when it was left again", async () => {
    const { Membership } = await inEveryOrder([
      first,
      left,
      again,
      member("deleted", "orgmem_2", { created: 40, at: 60 }),
    ]);
    expect(Membership).toMatchObject([{ membershipId: "orgmem_2", deleted: true }]);
  });

  it("is live when it was left and joined within a millisecond", async () => {
    const { Membership } = await inEveryOrder([
      first,
      member("deleted", "orgmem_1", { created: 10, at: 30 }),
      member("created", "orgmem_2", { created: 30 }),
    ]);
    expect(Membership).toMatchObject([{ membershipId: "orgmem_2", deleted: false }]);
  });
});

describe("of what was deleted, nothing comes back", () => {
  const late = [
    member("created", "orgmem_1", { created: 10 }),
    member("created", "orgmem_2", { created: 20 }),
    // Within the same millisecond.
    member("deleted", "orgmem_2", { created: 20 }),
  ];

  it.each([
    ["a person", gone("user.deleted", "user_1", 60)],
    ["an organization", gone("organization.deleted", "org_1", 60)],
  ])("the memberships of %s, however late", async (_, deletion) => {
    const { Membership } = await inEveryOrder([...late, deletion]);
    expect(Membership).toMatchObject([{ deleted: true, membershipId: "orgmem_2" }]);
  });

  it("a person, by any of two who saw them gone", async () => {
    const { User } = await inEveryOrder([
      person(10),
      gone("user.deleted", "user_1", 60),
      gone("user.deleted", "user_1", 61),
      person(90, { banned: true }),
    ]);
    expect(User).toMatchObject([
      { deleted: true, email: null, name: null, banned: false, sourceTimestamp: 61 },
    ]);
  });

  it("an organization's open invitations, whichever version of them", async () => {
    const { Invitation } = await inEveryOrder([
      invitation("pending", 10),
      invitation("pending", 20, { role: "org:admin", expires_at: 9000 }),
      organization("org_1", 15, "acme"),
      gone("organization.deleted", "org_1", 60),
    ]);
    expect(Invitation).toMatchObject([
      { status: "revoked", emailAddress: null, role: "org:admin", sourceVersion: 20 },
    ]);
  });

  it("while an invitation that ended otherwise ended so", async () => {
    const { Invitation } = await inEveryOrder([
      invitation("pending", 20),
      // Within the same millisecond.
      invitation("accepted", 20, { user_id: "user_1" }),
      gone("organization.deleted", "org_1", 60),
    ]);
    expect(Invitation).toMatchObject([{ status: "accepted", userId: "user_1", sourceVersion: 20 }]);
  });
});

describe("an invitation", () => {
  it.each(["accepted", "revoked", "expired"])("that was %s is not open again", async (status) => {
    const { Invitation } = await inEveryOrder([
      invitation("pending", 10),
      { ...invitation(status, 20), type: "organizationInvitation.accepted" },
      // Read from a replica that lags behind.
      invitation("pending", 30),
    ]);
    expect(Invitation).toMatchObject([{ status, emailAddress: null, sourceVersion: 20 }]);
  });

  it("that is open has the address and role of its last version", async () => {
    const { Invitation } = await inEveryOrder([
      invitation("pending", 10),
      invitation("pending", 20, { role: "org:admin" }),
    ]);
    expect(Invitation).toMatchObject([
      { status: "pending", emailAddress: "guest@example.test", role: "org:admin" },
    ]);
  });
});

it("two organizations that swap their slugs have them", async () => {
  const { Organization } = await inEveryOrder([
    organization("org_1", 10, "left"),
    organization("org_2", 11, "right"),
    organization("org_1", 20, "between"),
    organization("org_2", 21, "left"),
    organization("org_1", 22, "right"),
  ]);
  expect(Organization).toMatchObject([
    { id: "org_1", slug: "right" },
    { id: "org_2", slug: "left" },
  ]);
});

it("of two changes within a millisecond one is the last, the same in every order", async () => {
  const names = ["Ada", "Grace", "Hedy"];
  const { User } = await inEveryOrder(names.map((first_name) => person(50, { first_name })));
  expect(User).toHaveLength(1);
  await inEveryOrder(["a", "b", "c"].map((slug) => organization("org_1", 50, slug)));
  const roles = ["org:admin", "org:member", "org:editor"];
  const { Membership } = await inEveryOrder(
    roles.map((role) => member("updated", "orgmem_1", { created: 10, at: 50, role })),
  );
  expect(Membership).toMatchObject([{ deleted: false }]);
});

describe("roles and permissions", () => {
  it("are what was said last, whichever event said it", async () => {
    const { ClerkRole, ClerkPermission } = await inEveryOrder([
      role(10, [permission("perm_b", 5), permission("perm_a", 6)]),
      role(20, [permission("perm_a", 6)]),
      { type: "permission.updated", data: permission("perm_b", 30, "org:b:all"), timestamp: 30 },
      { type: "permission.updated", data: permission("perm_a", 6), timestamp: 25 },
    ]);
    expect(ClerkRole).toMatchObject([{ permissionIds: ["perm_a"], sourceVersion: 20 }]);
    expect(ClerkPermission).toMatchObject([
      { id: "perm_a", key: "org:perm_a:use", sourceTimestamp: 25 },
      { id: "perm_b", key: "org:b:all" },
    ]);
  });

  it("that were deleted stay so, and a role's event does not bring a permission back", async () => {
    const { ClerkRole, ClerkPermission } = await inEveryOrder([
      role(10, [permission("perm_a", 5)]),
      gone("permission.deleted", "perm_a", 15),
      role(30, [permission("perm_a", 5)]),
      gone("role.deleted", "role_1", 40),
    ]);
    expect(ClerkRole).toMatchObject([{ deleted: true, key: "", permissionIds: [] }]);
    expect(ClerkPermission).toMatchObject([{ deleted: true, key: "" }]);
  });
});

it("a session ends once, by whichever event", async () => {
  const { EndedSession } = await inEveryOrder(
    ["session.ended", "session.removed", "session.revoked"].map((type, at) => ({
      type,
      data: { id: "sess_1", user_id: "user_1" },
      timestamp: 10 + at,
    })),
  );
  expect(EndedSession).toMatchObject([{ id: "sess_1", sourceTimestamp: 12 }]);
});
