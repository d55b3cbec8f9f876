import { Catalogue } from "./catalogue.ts";
import type { Address, Invitation, Membership, Organization, Person, Session } from "./model.ts";
import {
  deletedJson,
  invitationJson,
  membershipJson,
  organizationJson,
  personJson,
  sessionJson,
} from "./payloads.ts";

/** How a change is made, beside what it changes. */
export interface Manner {
  /** Whether Clerk's updated_at moves: otherwise the event's timestamp alone tells this version from the one before. */
  readonly bump: boolean;
  /** Whether what falls with a subject (the memberships of a deleted one) has events of its own. */
  readonly announced: boolean;
}

/**
 * Clerk, as far as the mirror can tell: its own truth in memory, and for each change the events that Clerk would send. It knows
 * nothing of the sync's code, so that what the two come to can be compared.
 */
export class SimulatedClerk extends Catalogue {
  readonly people: Person[] = [];
  readonly organizations: Organization[] = [];
  readonly memberships: Membership[] = [];
  readonly invitations: Invitation[] = [];
  readonly endedSessions: Session[] = [];

  createPerson(firstName: string | null, addresses: readonly Omit<Address, "id">[]): Person {
    const kept = addresses.map((address, index) => ({ id: `idn_${index + 1}`, ...address }));
    const person: Person = {
      ...this.makeSubject("user"),
      firstName,
      lastName: "Lovelace",
      imageUrl: null,
      addresses: kept,
      primaryId: kept[0]?.id ?? null,
      role: undefined,
      banned: false,
      locked: false,
    };
    this.people.push(person);
    this.emit("user.created", person, () => personJson(person));
    return person;
  }

  changePerson(person: Person, change: Partial<Person>, { bump }: Manner): void {
    Object.assign(person, change);
    if (bump) person.updatedAt = this.clock.now;
    this.emit("user.updated", person, () => personJson(person));
  }

  deletePerson(person: Person, { announced }: Manner): void {
    for (const stay of this.#staysOf((of) => of.person === person)) this.#end(stay, announced);
    person.gone = true;
    this.emit("user.deleted", person, () => deletedJson(person.id, "user"));
  }

  createOrganization(name: string, slug: string | null, creator: Person): Organization {
    const organization = { ...this.makeSubject("org"), name, slug, imageUrl: null };
    this.organizations.push(organization);
    this.emit("organization.created", organization, () => organizationJson(organization));
    this.join(organization, creator, "org:admin");
    return organization;
  }

  changeOrganization(of: Organization, change: Partial<Organization>, { bump }: Manner): void {
    Object.assign(of, change);
    if (bump) of.updatedAt = this.clock.now;
    this.emit("organization.updated", of, () => organizationJson(of));
  }

  deleteOrganization(organization: Organization, { announced }: Manner): void {
    for (const stay of this.#staysOf((of) => of.organization === organization))
      this.#end(stay, announced);
    for (const invitation of this.invitations)
      if (invitation.organization === organization) invitation.gone = true;
    organization.gone = true;
    this.emit("organization.deleted", organization, () =>
      deletedJson(organization.id, "organization"),
    );
  }

  /** Whoever comes back has another membership, made a millisecond after the one before at the least: two calls are between. */
  join(organization: Organization, person: Person, role: string): Membership {
    const before = this.memberships.filter(
      (of) => of.organization === organization && of.person === person,
    );
    this.clock.now = Math.max(this.clock.now, ...before.map(({ createdAt }) => createdAt + 1));
    const membership = { ...this.makeSubject("orgmem"), organization, person, role };
    this.memberships.push(membership);
    this.emit("organizationMembership.created", membership, () => membershipJson(membership));
    return membership;
  }

  changeRole(membership: Membership, role: string, { bump }: Manner): void {
    membership.role = role;
    if (bump) membership.updatedAt = this.clock.now;
    this.emit("organizationMembership.updated", membership, () => membershipJson(membership));
  }

  leave(membership: Membership): void {
    this.#end(membership, true);
  }

  invite(organization: Organization, address: string, role: string): Invitation {
    const invitation: Invitation = {
      ...this.makeSubject("orginv"),
      organization,
      address,
      role,
      expiresAt: this.clock.now + 2_592_000_000,
      status: "pending",
      acceptedBy: null,
    };
    this.invitations.push(invitation);
    this.emit("organizationInvitation.created", invitation, () => invitationJson(invitation));
    return invitation;
  }

  accept(invitation: Invitation, person: Person): void {
    invitation.acceptedBy = person;
    this.#settle(invitation, "accepted");
    this.join(invitation.organization, person, invitation.role);
  }

  revoke(invitation: Invitation): void {
    this.#settle(invitation, "revoked");
  }

  endSession(person: Person, end: "ended" | "removed" | "revoked"): void {
    const session = { ...this.makeSubject("sess"), person };
    this.endedSessions.push(session);
    this.emit(`session.${end}`, session, () => sessionJson(session, end));
  }

  /** The membership that a person has in an organization now. */
  stayOf(organization: Organization, person: Person): Membership | undefined {
    return this.#staysOf((of) => of.organization === organization && of.person === person)[0];
  }

  #staysOf(fits: (membership: Membership) => boolean): Membership[] {
    return this.memberships.filter((membership) => !membership.gone && fits(membership));
  }

  #end(membership: Membership, announced: boolean): void {
    membership.gone = true;
    if (!announced) return;
    this.emit("organizationMembership.deleted", membership, () => membershipJson(membership));
  }

  #settle(invitation: Invitation, status: "accepted" | "revoked"): void {
    invitation.status = status;
    invitation.updatedAt = this.clock.now;
    this.emit(`organizationInvitation.${status}`, invitation, () => invitationJson(invitation));
  }
}
