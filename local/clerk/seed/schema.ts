import { z } from "zod";
import { SIGNING_ALGORITHMS } from "../model/jwt-templates.ts";
import { AllSettings } from "../settings/settings.ts";

const Metadata = z.record(z.string(), z.unknown());
const EmailAddress = z
  .string()
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "must be an e-mail address")
  .transform((text) => text.toLowerCase());

const SeedUser = z.strictObject({
  emailAddresses: z.array(EmailAddress).min(1).describe("Verified; the first one is the primary."),
  password: z.string().optional().describe("In plain text; only its hash is kept."),
  passwordHash: z.string().optional().describe("As `local-clerk --hash-password` prints it."),
  firstName: z.string().nullable().optional(),
  lastName: z.string().nullable().optional(),
  externalId: z.string().nullable().optional(),
  publicMetadata: Metadata.optional(),
  privateMetadata: Metadata.optional(),
  unsafeMetadata: Metadata.optional(),
});

const SeedMember = z.strictObject({
  emailAddress: EmailAddress.describe("Of a user of this file, or of one who is there already."),
  role: z.string().optional().describe("Without one: the default role of the instance."),
  publicMetadata: Metadata.optional(),
  privateMetadata: Metadata.optional(),
});

const SeedInvitation = z.strictObject({
  emailAddress: EmailAddress,
  role: z.string().optional().describe("Without one: the default role of the instance."),
  redirectUrl: z.url().optional(),
});

const SeedOrganization = z.strictObject({
  name: z.string().min(1),
  slug: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "must be like acme-inc"),
  createdBy: EmailAddress.optional().describe("Becomes a member with the creator's role."),
  maxAllowedMemberships: z.number().int().min(1).optional(),
  publicMetadata: Metadata.optional(),
  privateMetadata: Metadata.optional(),
  members: z.array(SeedMember).default([]),
  invitations: z.array(SeedInvitation).default([]),
});

const SeedJwtTemplate = z.strictObject({
  name: z.string().min(1),
  claims: Metadata.describe("With shortcodes, such as {{user.primary_email_address}}."),
  lifetime: z.number().int().min(30).max(315_360_000).default(60).describe("In seconds."),
  allowedClockSkew: z.number().int().min(0).max(300).default(5).describe("In seconds."),
  customKey: z
    .strictObject({ algorithm: z.enum(SIGNING_ALGORITHMS), key: z.string() })
    .nullable()
    .default(null)
    .describe("Without one: signed with the key of the instance."),
});

/** What a seed file may say. What it does not say is left as it is. */
export const Seed = z.strictObject({
  $schema: z.string().optional(),
  settings: Metadata.default({}).describe("As at /local/settings, roles and permissions included."),
  jwtTemplates: z.array(SeedJwtTemplate).default([]),
  users: z.array(SeedUser).default([]),
  organizations: z.array(SeedOrganization).default([]),
});

export type Seed = z.output<typeof Seed>;
export type SeedJwtTemplate = Seed["jwtTemplates"][number];
export type SeedUser = Seed["users"][number];
export type SeedOrganization = Seed["organizations"][number];

/** For editors: completes and checks a seed file while it is written. */
export function seedJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(Seed.extend({ settings: AllSettings.optional() }), { io: "input" });
  return { title: "Seed of a local Clerk", ...schema };
}
