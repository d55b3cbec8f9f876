import { z } from "zod";
import type { BenchApplication } from "../../support/application.ts";
import { Person } from "./person.ts";
import { markOf, Site } from "./site.ts";
import type { Tally } from "./tally.ts";

export const Project = z.object({ id: z.string(), name: z.string() });

/** Somebody with a project that nobody else changes, so that they know what is in it. */
export interface Member {
  readonly person: Person;
  readonly tenant: Tenant;
  readonly role: "org:admin" | "org:member";
  readonly projectId: string;
  projectName: string;
  /** A token that has ended when it is used. */
  readonly ended: { readonly token: string; readonly from: number };
}

export interface Tenant {
  readonly number: number;
  readonly id: string;
  readonly slug: string;
  readonly members: Member[];
  /** Whoever is promoted, demoted, removed and let in again. */
  readonly mover: Member;
  readonly admin: Member;
}

export interface Scene {
  readonly application: BenchApplication;
  readonly site: Site;
  readonly tally: Tally;
  readonly tenants: readonly Tenant[];
  /** A platform administrator. */
  readonly administrator: Person;
}

const names = ["admin", "one", "two", "mover"] as const;
/** A member of two organizations, who is signed in twice. */
const wanderer = "wanderer@soak.test";
const emailOf = (tenant: number, name: string) => `${name}@tenant${tenant}.test`;

/** Fills Clerk, waits until the mirror knows it all, and lets each tenant's administrator make a project for everybody. */
export async function setScene(
  application: BenchApplication,
  tally: Tally,
  size: number,
): Promise<Scene> {
  const { clerk, url } = application;
  const numbers = Array.from({ length: size }, (_, n) => n + 1);
  await clerk.seed(seedOf(numbers));
  await clerk.drain();
  const site = new Site(url, tally);
  const tenants: Tenant[] = [];
  for (const number of numbers) tenants.push(await makeTenant(application, site, number));
  const administrator = await signIn(application, "root@soak.test", null);
  return { application, site, tally, tenants, administrator };
}

function seedOf(numbers: readonly number[]) {
  const person = (email: string, lastName: string, rest: object = {}) => ({
    emailAddresses: [email],
    firstName: "Somebody",
    lastName,
    ...rest,
  });
  return {
    users: [
      ...numbers.flatMap((n) =>
        names.map((name) =>
          // Whoever is removed is still shown their own name, and nothing of the organization's.
          person(emailOf(n, name), name === "mover" ? "Mover" : markOf(n)),
        ),
      ),
      person(wanderer, "Wanderer"),
      person("root@soak.test", "Root", { publicMetadata: { role: "admin" } }),
    ],
    organizations: numbers.map((n) => ({
      name: `Tenant ${markOf(n)}`,
      slug: `tenant-${n}`,
      createdBy: emailOf(n, "admin"),
      members: [
        ...names.slice(1).map((name) => ({ emailAddress: emailOf(n, name), role: "org:member" })),
        ...(n <= 2 ? [{ emailAddress: wanderer, role: "org:member" }] : []),
      ],
    })),
  };
}

async function makeTenant(application: BenchApplication, site: Site, number: number) {
  const { sdk } = application.clerk;
  const slug = `tenant-${number}`;
  const { id } = await sdk.organizations.getOrganization({ slug });
  const admin = await signIn(application, emailOf(number, "admin"), id);
  const tenant = { number, id, slug };
  const people = [
    ...names.slice(1).map((name) => emailOf(number, name)),
    ...(number <= 2 ? [wanderer] : []),
  ];
  const members: Omit<Member, "tenant">[] = [];
  for (const email of [emailOf(number, "admin"), ...people]) {
    const person = members.length === 0 ? admin : await signIn(application, email, id);
    const name = `Project of ${email.split("@", 1).join()} ${markOf(number)}`;
    const as = { token: await admin.token(), tenants: [number] };
    const made = Project.parse((await site.mutate("project.create", { name }, as)).data);
    members.push({
      person,
      role: members.length === 0 ? "org:admin" : "org:member",
      projectId: made.id,
      projectName: made.name,
      ended: { token: await person.shortLived(1), from: Date.now() + 15_000 },
    });
  }
  return join(tenant, members);
}

/** Each knows the tenant, and the tenant each. */
function join(
  tenant: Pick<Tenant, "number" | "id" | "slug">,
  given: readonly Omit<Member, "tenant">[],
): Tenant {
  const members: Member[] = [];
  const find = (at: number): Member => {
    const member = members[at];
    if (!member) throw new Error(`${tenant.slug} has no member ${at}`);
    return member;
  };
  const whole: Tenant = {
    ...tenant,
    members,
    get admin() {
      return find(0);
    },
    get mover() {
      return find(names.indexOf("mover"));
    },
  };
  members.push(...given.map((member) => ({ ...member, tenant: whole })));
  return whole;
}

async function signIn(
  { clerk: { sdk } }: BenchApplication,
  email: string,
  organizationId: string | null,
): Promise<Person> {
  const { data } = await sdk.users.getUserList({ emailAddress: [email] });
  const [user] = data;
  if (!user) throw new Error(`Clerk knows no ${email}`);
  const person = new Person(sdk, user.id, organizationId);
  await person.signIn();
  return person;
}
