import { z } from "zod";
import { MAX_MEMBERSHIPS } from "../config.ts";
import { checkSessionClaims, SESSION_CLAIMS } from "../templates/session-claims.ts";
import { ENROLLMENT_MODES } from "../model/domains.ts";
import { Role, ROLES } from "../roles.ts";

/** What one would set in Clerk's dashboard. The defaults are those of a new development instance. */
export const InstanceSettings = z.strictObject({
  /** Several signed-in accounts in one browser. */
  multiSession: z.boolean().default(false),
  /** A list replaces the one before as a whole. */
  roles: z.array(Role).min(1).default(ROLES),
  /** Of whoever creates an organization. */
  creatorRole: z.string().default("org:admin"),
  /** Of whoever joins, unless somebody chose another. */
  defaultRole: z.string().default("org:member"),
  /** Whoever signs in without an organization has to choose one first: the session is pending until then. */
  chooseOrganization: z.boolean().default(false),
  /** After so many wrong passwords and codes nobody gets in, for a while. */
  lockout: z
    .strictObject({
      attempts: z.number().int().min(1).default(100),
      durationMinutes: z.number().int().min(1).default(60),
    })
    .prefault({}),
  /** "Customize session token". A claim that comes to null is left out, so null takes one of these away. */
  sessionClaims: z
    .record(z.string(), z.unknown())
    .superRefine(checkSessionClaims)
    .default(SESSION_CLAIMS),
  organizations: z
    .strictObject({
      /** How many members a new organization may have. */
      maxAllowedMemberships: z.number().int().min(1).default(MAX_MEMBERSHIPS),
      /** How many organizations one person may make; null is no limit. */
      creationLimit: z.number().int().min(0).nullable().default(null),
    })
    .prefault({}),
  /** Whom the instance keeps from signing up; the lists are the Backend API's. */
  restrictions: z
    .strictObject({
      /** Only who is on the list. */
      allowlist: z.boolean().default(false),
      /** Nobody who is on the list. */
      blocklist: z.boolean().default(false),
      /** Nobody with an address like `name+anything@example.com`. */
      blockEmailSubaddresses: z.boolean().default(false),
      /** For the lists, `a.b@gmail.com` is `ab@gmail.com`. */
      ignoreDotsForGmailAddresses: z.boolean().default(false),
    })
    .prefault({}),
  /** What the Backend API says of the instance. */
  allowedOrigins: z.array(z.string()).nullable().default(null),
  /** Organizations may claim the domain of an e-mail address, and take in whoever has an address there. */
  domains: z
    .strictObject({
      enabled: z.boolean().default(false),
      enrollmentModes: z
        .array(z.enum(ENROLLMENT_MODES))
        .default(["manual_invitation", "automatic_invitation", "automatic_suggestion"]),
    })
    .prefault({}),
  /** Who may make API keys in the components. */
  apiKeys: z
    .strictObject({ user: z.boolean().default(false), organization: z.boolean().default(false) })
    .prefault({}),
});

export type InstanceSettings = z.output<typeof InstanceSettings>;
