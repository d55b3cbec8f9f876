import type { Permission } from "../permissions";
import type { PermissionSource } from "../roles";

/**
 * The callers that the access matrix is made for: what their token says, and what has happened since it was issued. The
 * tests bring each about and call every procedure as it; what it should come to, expectation.ts derives from the tables.
 */
export interface PrincipalCase {
  readonly title: string;
  readonly description: string;
  /** What a request carries. Anything but a valid token is nobody's. */
  readonly token: "none" | "valid" | "expired" | "malformed" | "pending";
  /** The organization that the token is for, as the caller's memberships name it, and the role there. */
  readonly organization?: {
    readonly active: "first" | "second";
    readonly role: string;
    /** What the token says of permissions; without it those that Clerk gives the role. Counts under `clerk` alone. */
    readonly permissions?: readonly Permission[];
  };
  /** Where the person is a member. */
  readonly memberOf: readonly ("first" | "second")[];
  readonly platformAdmin?: boolean;
  readonly impersonated?: boolean;
  /** How long before the token was issued they proved who they are; without it just then. */
  readonly provenMinutesAgo?: number;
  /** The page that calls shows another organization than the token is for, and says so. Only the browser's calls say it. */
  readonly pageOfOther?: true;
  /** False: the webhooks that tell of the person and the membership have not come yet. */
  readonly mirrored?: false;
  readonly since?: Since;
  /** The setting of roles.ts that the case is about, where it is not the project's own. */
  readonly setting?: PermissionSource;
}

/** What Clerk said after the token was issued. */
export interface Since {
  readonly userDeleted?: true;
  readonly userBanned?: true;
  readonly sessionEnded?: true;
  readonly impersonatorBanned?: true;
  readonly administratorUnmade?: true;
  readonly organizationDeleted?: true;
  readonly membershipRemoved?: true;
  /** The role that the person has now. */
  readonly role?: string;
  /** What the role holds at Clerk now. Counts under `clerk` alone. */
  readonly rolePermissions?: readonly Permission[];
}

const member = {
  token: "valid",
  organization: { active: "first", role: "org:member" },
  memberOf: ["first"],
} as const;
const admin = { ...member, organization: { active: "first", role: "org:admin" } } as const;
const alone = { token: "valid", memberOf: [] } as const;
const nobody = { memberOf: [] } as const;

export const principals = {
  nobody: {
    title: "Nobody",
    description: "No session.",
    token: "none",
    ...nobody,
  },
  expired: {
    title: "Expired token",
    description: "A session token whose time is over.",
    ...admin,
    token: "expired",
  },
  malformed: {
    title: "Malformed token",
    description: "A session token whose signature does not fit.",
    ...admin,
    token: "malformed",
  },
  pending: {
    title: "Pending session",
    description:
      "Signed in, but with a task outstanding at Clerk, such as choosing an organization.",
    ...admin,
    token: "pending",
  },
  withoutOrganization: {
    title: "No organization",
    description: "Signed in; a member of nothing.",
    ...alone,
  },
  member: {
    title: "Member",
    description: "Role org:member in the active organization.",
    ...member,
  },
  admin: { title: "Admin", description: "Role org:admin in the active organization.", ...admin },
  customRole: {
    title: "Unknown role",
    description: "A role of Clerk's that the table of roles does not know.",
    ...member,
    organization: { active: "first", role: "org:custom" },
  },
  onePermission: {
    title: "One permission",
    description:
      "A role of Clerk's own making whose one permission is org:projects:manage; under the setting where the token's permissions decide.",
    ...member,
    organization: { active: "first", role: "org:custom", permissions: ["org:projects:manage"] },
    setting: "clerk",
  },
  otherActive: {
    title: "Other organization active",
    description:
      "A member of two organizations; the foreign rows belong to the one that is not active.",
    token: "valid",
    organization: { active: "second", role: "org:member" },
    memberOf: ["first", "second"],
  },
  foreignAdmin: {
    title: "Admin elsewhere",
    description: "Admin of another organization; the foreign rows belong to one they are not in.",
    token: "valid",
    organization: { active: "second", role: "org:admin" },
    memberOf: ["second"],
  },
  otherPage: {
    title: "Other tab",
    description:
      "An admin of one organization and a member of another, whose page shows the one that their token is not for.",
    ...admin,
    memberOf: ["first", "second"],
    pageOfOther: true,
  },
  platformAdmin: {
    title: "Platform administrator",
    description: "An administrator of the platform, in no organization.",
    ...alone,
    platformAdmin: true,
  },
  longSignedIn: {
    title: "Administrator for a while",
    description: "A platform administrator who proved who they are 10 minutes ago.",
    ...alone,
    platformAdmin: true,
    provenMinutesAgo: 10,
  },
  longSignedInMember: {
    title: "Admin for a while",
    description: "An admin of the active organization who proved who they are 10 minutes ago.",
    ...admin,
    provenMinutesAgo: 10,
  },
  impersonating: {
    title: "Impersonating",
    description: "A platform administrator acting as a member.",
    ...member,
    impersonated: true,
  },
  impersonatedAdmin: {
    title: "Impersonated administrator",
    description: "A platform administrator as whom another one acts.",
    ...alone,
    platformAdmin: true,
    impersonated: true,
  },
  notMirrored: {
    title: "Not mirrored yet",
    description: "An admin whose webhooks are late: the database has not heard of them.",
    ...admin,
    mirrored: false,
  },
  banned: {
    title: "Banned",
    description: "An admin who was banned after the token was issued.",
    ...admin,
    since: { userBanned: true },
  },
  deletedUser: {
    title: "Deleted user",
    description: "An admin whose account was deleted after the token was issued.",
    ...admin,
    since: { userDeleted: true },
  },
  endedSession: {
    title: "Ended session",
    description: "An admin whose session was ended or revoked after the token was issued.",
    ...admin,
    since: { sessionEnded: true },
  },
  removed: {
    title: "Removed member",
    description: "An admin whose membership was removed after the token was issued.",
    ...admin,
    since: { membershipRemoved: true },
  },
  deletedOrganization: {
    title: "Deleted organization",
    description: "An admin whose organization was deleted after the token was issued.",
    ...admin,
    since: { organizationDeleted: true },
  },
  demoted: {
    title: "Demoted",
    description: "An admin who was made a member after the token was issued.",
    ...admin,
    since: { role: "org:member" },
  },
  promoted: {
    title: "Promoted",
    description: "A member who was made an admin after the token was issued.",
    ...member,
    since: { role: "org:admin" },
  },
  editedRole: {
    title: "Edited role",
    description:
      "A role of Clerk's own making, whose permission to manage projects was exchanged for the one to manage tasks after the token was issued; under the setting where Clerk's permissions decide.",
    ...member,
    organization: { active: "first", role: "org:custom", permissions: ["org:projects:manage"] },
    since: { rolePermissions: ["org:tasks:manage"] },
    setting: "clerk",
  },
  unmadeAdministrator: {
    title: "Former administrator",
    description: "A platform administrator whose role was taken away after the token was issued.",
    ...alone,
    platformAdmin: true,
    since: { administratorUnmade: true },
  },
  impersonatorBanned: {
    title: "Banned impersonator",
    description: "A platform administrator acting as a member, and banned since.",
    ...member,
    impersonated: true,
    since: { impersonatorBanned: true },
  },
} as const satisfies Record<string, PrincipalCase>;

export type PrincipalKey = keyof typeof principals;

// Guarantee: the keys of the literal above.
export const principalKeys = Object.keys(principals) as readonly PrincipalKey[];

export function principalOf(key: PrincipalKey): PrincipalCase {
  return principals[key];
}
