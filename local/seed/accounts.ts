/** The people of the example, with one password for all: it opens nothing but the local Clerk of this machine. */
export const seedPassword = "gatehouse-local";

export type Role = "org:admin" | "org:member";

export interface Account {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly memberships: readonly { readonly slug: Slug; readonly role: Role }[];
  readonly platformAdmin?: true;
  /** What the account is good for, in the banner's words. */
  readonly may: string;
}

export type Slug = "acme" | "globex";

export const organizations: readonly { slug: Slug; name: string; createdBy: string }[] = [
  { slug: "acme", name: "Acme", createdBy: "alice@acme.test" },
  { slug: "globex", name: "Globex", createdBy: "carol@globex.test" },
];

export const accounts: readonly Account[] = [
  {
    email: "alice@acme.test",
    firstName: "Alice",
    lastName: "Archer",
    memberships: [{ slug: "acme", role: "org:admin" }],
    may: "admin of Acme: manages projects, tasks and members",
  },
  {
    email: "bob@acme.test",
    firstName: "Bob",
    lastName: "Baker",
    memberships: [{ slug: "acme", role: "org:member" }],
    may: "member of Acme: sees projects, works on tasks",
  },
  {
    email: "carol@globex.test",
    firstName: "Carol",
    lastName: "Chen",
    memberships: [{ slug: "globex", role: "org:admin" }],
    may: "admin of Globex: manages projects, tasks and members",
  },
  {
    email: "dave@globex.test",
    firstName: "Dave",
    lastName: "Duarte",
    memberships: [
      { slug: "globex", role: "org:member" },
      { slug: "acme", role: "org:member" },
    ],
    may: "member of Globex and of Acme: switches between them",
  },
  {
    email: "erin@example.test",
    firstName: "Erin",
    lastName: "Eriksen",
    memberships: [],
    may: "belongs to no organization yet",
  },
  {
    email: "root@gatehouse.test",
    firstName: "Robin",
    lastName: "Root",
    memberships: [],
    platformAdmin: true,
    may: "platform administrator: opens /admin",
  },
];
