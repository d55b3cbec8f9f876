import { z } from "zod";
import { MAX_MEMBERSHIPS } from "../config.ts";
import { checkSessionClaims, SESSION_CLAIMS } from "../templates/session-claims.ts";
import { ENROLLMENT_MODES } from "../model/domains.ts";
import { Role, ROLES } from "../roles.ts";

/** What one would set in Clerk's dashboard. The defaults are those of a new development instance. */
export const InstanceSettings = z.strictObject({
  multiSession: z.boolean().default(false).describe("Several signed-in accounts in one browser."),
  roles: z.array(Role).min(1).default(ROLES).describe("A list replaces the one before as a whole."),
  creatorRole: z.string().default("org:admin").describe("Of whoever creates an organization."),
  defaultRole: z
    .string()
    .default("org:member")
    .describe("Of whoever joins, unless somebody chose another."),
  chooseOrganization: z
    .boolean()
    .default(false)
    .describe(
      "Whoever signs in without an organization has to choose one first: the session is pending until then.",
    ),
  lockout: z
    .strictObject({
      attempts: z.number().int().min(1).default(100),
      durationMinutes: z.number().int().min(1).default(60),
    })
    .prefault({})
    .describe("After so many wrong passwords and codes nobody gets in, for a while."),
  sessionClaims: z
    .record(z.string(), z.unknown())
    .superRefine(checkSessionClaims)
    .default(SESSION_CLAIMS)
    .describe(
      '"Customize session token". A claim that comes to null is left out, so null takes one of these away.',
    ),
  organizations: z
    .strictObject({
      maxAllowedMemberships: z
        .number()
        .int()
        .min(1)
        .default(MAX_MEMBERSHIPS)
        .describe("How many members a new organization may have."),
      creationLimit: z
        .number()
        .int()
        .min(0)
        .nullable()
        .default(null)
        .describe("How many organizations one person may make; null is no limit."),
    })
    .prefault({}),
  restrictions: z
    .strictObject({
      allowlist: z.boolean().default(false).describe("Only who is on the list."),
      blocklist: z.boolean().default(false).describe("Nobody who is on the list."),
      blockEmailSubaddresses: z
        .boolean()
        .default(false)
        .describe("Nobody with an address like `name+anything@example.com`."),
      ignoreDotsForGmailAddresses: z
        .boolean()
        .default(false)
        .describe("For the lists, `a.b@gmail.com` is `ab@gmail.com`."),
    })
    .prefault({})
    .describe("Whom the instance keeps from signing up; the lists are the Backend API's."),
  allowedOrigins: z
    .array(z.string())
    .nullable()
    .default(null)
    .describe("What the Backend API says of the instance."),
  domains: z
    .strictObject({
      enabled: z.boolean().default(false),
      enrollmentModes: z
        .array(z.enum(ENROLLMENT_MODES))
        .default(["manual_invitation", "automatic_invitation", "automatic_suggestion"]),
    })
    .prefault({})
    .describe(
      "Organizations may claim the domain of an e-mail address, and take in whoever has an address there.",
    ),
  apiKeys: z
    .strictObject({ user: z.boolean().default(false), organization: z.boolean().default(false) })
    .prefault({})
    .describe("Who may make API keys in the components."),
});

export type InstanceSettings = z.output<typeof InstanceSettings>;
