import fc from "fast-check";
import type { SimulatedClerk } from "./clerk.ts";
import type { Invitation, Membership, Organization, Permission, Person, Role } from "./model.ts";

/** One thing that happens, as numbers: they pick among what there is, so that any shrunk step is still a step. */
export interface Step {
  readonly what: keyof typeof doings;
  readonly who: number;
  readonly where: number;
  readonly value: number;
  /** Milliseconds since the step before; none: both in the same millisecond. */
  readonly pause: number;
  readonly bump: boolean;
  readonly announced: boolean;
}

const roles = ["org:member", "org:admin", "org:billing"];
const names = ["Ada", "  Grace ", "", null, "Ægir Ünal", 'O\'Brien "x"'];
const slugs = ["acme", "umbrella", "acme-2", null];
const pictures = ["https://img.example/a", "https://img.example/b", null];

function pick<T>(all: readonly T[], number: number): T | undefined {
  return all[number % all.length];
}

/** Picks among those that are still there; makes one where there is none, so that most steps come to something. */
class Scene {
  constructor(
    readonly clerk: SimulatedClerk,
    readonly step: Step,
  ) {}

  get person(): Person {
    const live = this.clerk.people.filter(({ gone }) => !gone);
    return pick(live, this.step.who) ?? this.createPerson();
  }

  get organization(): Organization {
    const live = this.clerk.organizations.filter(({ gone }) => !gone);
    return pick(live, this.step.where) ?? this.createOrganization();
  }

  get membership(): Membership | undefined {
    return pick(
      this.clerk.memberships.filter(({ gone }) => !gone),
      this.step.who,
    );
  }

  get invitation(): Invitation | undefined {
    const open = this.clerk.invitations.filter(({ gone, status }) => !gone && status === "pending");
    return pick(open, this.step.where);
  }

  get permission(): Permission {
    const live = this.clerk.permissions.filter(({ gone }) => !gone);
    return pick(live, this.step.where) ?? this.clerk.createPermission("org:work:read");
  }

  /** A role as such, with its permissions. */
  get kind(): Role {
    const live = this.clerk.roles.filter(({ gone }) => !gone);
    return pick(live, this.step.who) ?? this.clerk.createRole("org:auditor", [this.permission]);
  }

  /** The key of the role that somebody is to have. */
  get role(): string {
    return pick(roles, this.step.value) ?? "org:member";
  }

  createPerson(): Person {
    const { value } = this.step;
    const addresses = [
      { address: `first${value}@example.test`, verified: value % 5 !== 0 },
      { address: `second${value}@example.test`, verified: value % 3 !== 0 },
    ];
    return this.clerk.createPerson(pick(names, value) ?? null, addresses.slice(0, value % 3));
  }

  createOrganization(): Organization {
    const { value } = this.step;
    const slug = pick(slugs, value) ?? null;
    return this.clerk.createOrganization(`Acme ${value}`, slug, this.person);
  }
}

const doings = {
  "create a person": (scene: Scene) => void scene.createPerson(),
  "rename a person": ({ clerk, person, step }: Scene) =>
    clerk.changePerson(
      person,
      { firstName: pick(names, step.value) ?? null, lastName: pick(names, step.where) ?? null },
      step,
    ),
  "change a picture": ({ clerk, person, step }: Scene) =>
    clerk.changePerson(person, { imageUrl: pick(pictures, step.value) ?? null }, step),
  "change the address": ({ clerk, person, step }: Scene) => {
    const address = { id: `idn_${step.value}`, address: `a${step.value}@example.test` };
    const addresses = [...person.addresses, { ...address, verified: step.value % 2 === 0 }];
    const primaryId = pick([...addresses.map(({ id }) => id), null], step.where) ?? null;
    clerk.changePerson(person, { addresses, primaryId }, step);
  },
  "ban or unban": ({ clerk, person, step }: Scene) =>
    clerk.changePerson(person, { banned: !person.banned }, step),
  "ban for a moment": ({ clerk, person, step }: Scene) => {
    const { banned } = person;
    clerk.changePerson(person, { banned: !banned }, step);
    clerk.clock.now += step.pause;
    clerk.changePerson(person, { banned }, step);
  },
  "lock or unlock": ({ clerk, person, step }: Scene) =>
    clerk.changePerson(person, { locked: !person.locked }, step),
  "make an administrator, or no longer": ({ clerk, person, step }: Scene) =>
    clerk.changePerson(
      person,
      { role: person.role === "admin" ? pick([undefined, "Admin"], step.value) : "admin" },
      step,
    ),
  "delete a person": ({ clerk, person, step }: Scene) => clerk.deletePerson(person, step),
  "create an organization": (scene: Scene) => void scene.createOrganization(),
  "rename an organization": ({ clerk, organization, step }: Scene) => {
    const change = { name: `Acme ${step.value}`, imageUrl: pick(pictures, step.who) ?? null };
    clerk.changeOrganization(organization, change, step);
  },
  "swap two slugs": ({ clerk, organization, step }: Scene) => {
    const others = clerk.organizations.filter((of) => !of.gone && of !== organization);
    const other = pick(others, step.value);
    if (!other) return;
    const { slug } = organization;
    clerk.changeOrganization(organization, { slug: other.slug }, step);
    clerk.changeOrganization(other, { slug }, step);
  },
  "delete an organization": ({ clerk, organization, step }: Scene) =>
    clerk.deleteOrganization(organization, step),
  "join or leave": ({ clerk, organization, person, role }: Scene) => {
    const stay = clerk.stayOf(organization, person);
    if (stay) clerk.leave(stay);
    else clerk.join(organization, person, role);
  },
  "leave and come back": ({ clerk, membership, role, step }: Scene) => {
    if (!membership) return;
    clerk.leave(membership);
    clerk.clock.now += step.pause;
    clerk.join(membership.organization, membership.person, role);
  },
  "give another role for a moment": ({ clerk, membership, role, step }: Scene) => {
    if (!membership) return;
    const before = membership.role;
    clerk.changeRole(membership, role, step);
    clerk.clock.now += step.pause;
    clerk.changeRole(membership, before, step);
  },
  "change a role": ({ clerk, membership, role, step }: Scene) => {
    if (membership) clerk.changeRole(membership, role, step);
  },
  invite: ({ clerk, organization, role, step }: Scene) =>
    void clerk.invite(organization, `guest${step.value}@example.test`, role),
  "accept an invitation": ({ clerk, invitation, person }: Scene) => {
    if (invitation && !clerk.stayOf(invitation.organization, person))
      clerk.accept(invitation, person);
  },
  "revoke an invitation": ({ clerk, invitation }: Scene) => {
    if (invitation) clerk.revoke(invitation);
  },
  "change a permission": ({ clerk, permission, step }: Scene) =>
    clerk.renamePermission(permission, `Manage ${step.value}`, step.bump),
  "delete a permission": ({ clerk, permission, step }: Scene) =>
    clerk.deletePermission(permission, step.announced),
  "grant or withdraw": ({ clerk, permission, kind, step }: Scene) => {
    const rest = kind.permissions.filter((of) => of !== permission);
    const grant = rest.length === kind.permissions.length;
    clerk.changeRoleOf(kind, grant ? [...rest, permission] : rest, step.bump);
  },
  "delete a role": ({ clerk, kind }: Scene) => clerk.deleteRole(kind),
  "end a session": ({ clerk, person, step }: Scene) =>
    clerk.endSession(person, pick(["ended", "removed", "revoked"] as const, step.value) ?? "ended"),
} as const;

/** How often something happens; what makes the harder orders happens more often. */
const weights: readonly (readonly [Step["what"], number])[] = [
  ["create a person", 2],
  ["rename a person", 4],
  ["change a picture", 1],
  ["change the address", 2],
  ["ban or unban", 2],
  ["ban for a moment", 2],
  ["lock or unlock", 2],
  ["make an administrator, or no longer", 2],
  ["delete a person", 2],
  ["create an organization", 2],
  ["rename an organization", 3],
  ["swap two slugs", 2],
  ["delete an organization", 2],
  ["join or leave", 5],
  ["leave and come back", 3],
  ["give another role for a moment", 2],
  ["change a role", 4],
  ["invite", 2],
  ["accept an invitation", 2],
  ["revoke an invitation", 1],
  ["change a permission", 1],
  ["delete a permission", 1],
  ["grant or withdraw", 3],
  ["delete a role", 1],
  ["end a session", 1],
];

const number = fc.nat({ max: 29 });
const what = fc.oneof(
  ...weights.map(([what, weight]) => ({ weight, arbitrary: fc.constant(what) })),
);

/** Everything that happens, of a few people and organizations, with pauses among these. */
export function lifeWith(pauses: readonly number[]): fc.Arbitrary<readonly Step[]> {
  const step = fc.record({
    what,
    who: number,
    where: number,
    value: number,
    pause: fc.constantFrom(...pauses),
    bump: fc.constantFrom(true, true, true, false),
    announced: fc.boolean(),
  });
  const steps = (most: number) => fc.array(step, { minLength: 1, maxLength: most, size: "max" });
  return fc.oneof({ weight: 3, arbitrary: steps(5) }, { weight: 1, arbitrary: steps(12) });
}

/** Often several changes in one millisecond, or in one second. */
export const life = lifeWith([0, 0, 1, 700, 86_400_000]);

/** Lets it happen. */
export function live(clerk: SimulatedClerk, steps: readonly Step[]): void {
  for (const each of steps) {
    clerk.clock.now += each.pause;
    doings[each.what](new Scene(clerk, each));
  }
}
