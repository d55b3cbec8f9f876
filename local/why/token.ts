import type { Permission } from "@/src/access/permissions";
import { heldPermissions, permissionSource, roles, type Role } from "@/src/access/roles";
import {
  anonymous,
  type ActiveOrganization,
  type Person,
  type Principal,
} from "@/src/server/auth/principal";
import type { Layer, Reason } from "./answer.ts";
import type { Mirror } from "./mirror.ts";
import { seconds, type Question } from "./question.ts";
import type { AccessSource } from "./source/access.ts";
import type { Procedure } from "./source/procedures.ts";

/** When a token was issued, and why then. */
interface Issued {
  readonly at: number;
  readonly because: string;
}

export interface Token {
  readonly principal: Principal;
  readonly issued: Issued;
}

/**
 * The token that Clerk would give the person, as far as the question does not say otherwise. Whoever was banned or removed gets
 * none any more: theirs is then the last that they can have been given.
 */
export function imagineToken(question: Question, mirror: Mirror, now: Date): Token {
  const issued = issuedAt(question, mirror, now);
  const { person, organization } = mirror;
  if (!person) return { principal: anonymous, issued };
  const principal: Person = {
    kind: "person",
    userId: person.id,
    sessionId: question.sessionId ?? "sess_why",
    issuedAt: issued.at,
    impersonatorId: mirror.impersonatorId,
    proof: { first: question.provenMinutesAgo, second: null },
    platformAdmin: question.platformAdmin ?? person.platformRole === "admin",
    organization: organization && activeOrganization(question, mirror),
  };
  return { principal, issued };
}

function issuedAt(question: Question, { person, membership }: Mirror, now: Date): Issued {
  if (question.issuedAt !== null) return { at: question.issuedAt, because: "as asked" };
  const last = (version: number, since: string): Issued => ({
    at: Math.floor(version / 1000),
    because: `the last that there can be: ${since} since`,
  });
  if (person?.deleted) return last(person.version, "deleted");
  if (person?.banned) return last(person.version, "banned");
  if (membership?.deleted && question.role === null) return last(membership.version, "removed");
  return { at: seconds(now), because: "now" };
}

/** Clerk activates an organization for its members alone. */
function activeOrganization(
  { role: said, permissions }: Question,
  { organization, membership }: Mirror,
): ActiveOrganization | null {
  if (!organization || (!membership && said === null)) return null;
  const role = said ?? membership?.role ?? null;
  return {
    id: organization.id,
    slug: organization.slug,
    role,
    permissions: heldPermissions(role, permissions ?? []),
  };
}

/** What the token says, and what its role comes to. */
export function describeToken(
  { principal, issued }: Token,
  mirror: Mirror,
  { gate, permission }: Procedure,
  source: AccessSource,
): Layer {
  const layer = (verdict: Layer["verdict"], reasons: readonly Reason[]): Layer => ({
    name: "token",
    verdict,
    code: null,
    reasons,
  });
  const plain = (text: string): Reason => ({ text, place: null });
  if (principal.kind === "anonymous") return layer("tells", [plain("none: nobody is signed in")]);
  const reasons = describePerson(principal, issued, mirror).map(plain);
  if (gate === "admin") {
    reasons.push(plain(principal.platformAdmin ? "a platform administrator" : "no administrator"));
    return layer(principal.platformAdmin ? "allows" : "refuses", reasons);
  }
  if (gate !== "org" || permission === null) return layer("tells", reasons);
  const { organization } = principal;
  if (!organization) return layer("refuses", [...reasons, plain(whyNoOrganization(mirror))]);
  const held = organization.permissions.includes(permission);
  const told = permissionSource === "roles" ? byRole : byClaim;
  const newer = newerRole(organization, mirror, principal);
  // What the token lacks, the mirror may know them to have.
  return layer(held ? "allows" : newer ? "tells" : "refuses", [
    ...reasons,
    ...describeRole(organization, mirror, principal, source),
    ...told(organization.role, permission, held, source),
  ]);
}

function describePerson({ userId, impersonatorId, proof }: Person, issued: Issued, mirror: Mirror) {
  const time = new Date(issued.at * 1000).toISOString().replace(".000", "");
  const reasons = [`of ${userId}, issued ${time} (${issued.because})`];
  if (!mirror.person?.mirrored) reasons.push("the mirror does not know this person");
  if (proof?.first) reasons.push(`they proved who they are ${proof.first} minutes before`);
  if (impersonatorId) reasons.push(`${impersonatorId} acts as them`);
  return reasons;
}

function whyNoOrganization({ organization, membership }: Mirror): string {
  if (!organization) return "no organization is active";
  if (membership) return "no organization is active";
  return "no organization is active: the mirror knows no membership there, and Clerk activates an organization for its members alone (--role takes one as given)";
}

function describeRole(
  organization: ActiveOrganization,
  mirror: Mirror,
  person: Person,
  source: AccessSource,
): Reason[] {
  const { role } = organization;
  const reasons: Reason[] = [
    { text: `role ${role ?? "unknown"} in this organization`, place: source.role(role ?? "") },
  ];
  if (isNewer(mirror, person) && mirror.membership?.deleted) {
    reasons.push({ text: "the mirror has newer evidence: removed", place: null });
  } else if (newerRole(organization, mirror, person)) {
    const known = mirror.membership?.role ?? "none";
    reasons.push({ text: `the mirror has newer evidence: role ${known}`, place: null });
  }
  return reasons;
}

function isNewer({ membership }: Mirror, { issuedAt: issued }: Person): boolean {
  return membership !== null && issued * 1000 <= membership.version;
}

/** Whether the mirror has heard of another role since the token was issued. */
function newerRole({ role }: ActiveOrganization, mirror: Mirror, person: Person): boolean {
  const { membership } = mirror;
  return isNewer(mirror, person) && !membership?.deleted && membership?.role !== role;
}

function byRole(
  role: string | null,
  permission: Permission,
  held: boolean,
  source: AccessSource,
): Reason[] {
  if (held) {
    return source.grantOfRole(role ?? "", permission).map((step, index) => ({
      text: index === 0 ? `has ${step.permission}` : `which implies ${step.permission}`,
      place: step.place,
    }));
  }
  // Guarantee: the keys of the table of roles.
  const all = Object.keys(roles) as Role[];
  const having = all.filter((each) => heldPermissions(each, []).includes(permission));
  return [
    { text: `lacks ${permission}`, place: source.role(role ?? "") },
    ...having.map((each) => ({
      text: `${each} has it`,
      place: source.grantOfRole(each, permission)[0]?.place ?? null,
    })),
  ];
}

function byClaim(_role: string | null, permission: Permission, held: boolean): Reason[] {
  const text = held ? `says ${permission}` : `does not say ${permission} (--permissions)`;
  return [{ text: `${text}; the token's own permissions decide`, place: null }];
}
