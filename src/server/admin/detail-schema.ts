import { z } from "zod";
import { OrganizationId, RunId, UserId } from "@/src/access/ids";
import { EveryAuditEvent } from "@/src/server/audit/schema";
import { Delivery } from "@/src/server/delivery/schema";
import { AdminOrganization, AdminUser } from "./schema";

export const OneOrganization = z.strictObject({ id: OrganizationId });

/** What was done lately, and what was heard lately from Clerk; the newest first. */
const Traces = z.object({
  activity: z.array(EveryAuditEvent),
  deliveries: z.array(Delivery),
  /** By their ids, what the people and organizations of the activity are called. */
  names: z.record(z.string(), z.string()),
});

const Mirrored = z.object({
  /** When Clerk last told of it, by Clerk's own clock; null for a stub, of which no webhook has come yet. */
  toldAt: z.date().nullable(),
  erasedAt: z.date().nullable(),
});

export const UserDetail = AdminUser.extend(Mirrored.shape).extend({
  ...Traces.shape,
  /** Of those they have not left, as many as a page takes. */
  memberships: z.array(
    z.object({
      organizationId: z.string(),
      name: z.string().nullable(),
      slug: z.string().nullable(),
      imageUrl: z.string().nullable(),
      deleted: z.boolean(),
      role: z.string().nullable(),
      createdAt: z.date(),
    }),
  ),
  /** Nobody else is an administrator who could undo it: they can be neither unmade nor suspended. */
  lastAdministrator: z.boolean(),
});

export const OrganizationDetail = AdminOrganization.extend(Mirrored.shape).extend({
  ...Traces.shape,
  deletedAt: z.date().nullable(),
  /** That are open. */
  invitations: z.array(
    z.object({
      id: z.string(),
      emailAddress: z.string().nullable(),
      role: z.string().nullable(),
      expiresAt: z.date().nullable(),
      createdAt: z.date(),
    }),
  ),
});

/** In the order of the members' ids; the cursor is the last one's. */
export const ListOrganizationMembers = OneOrganization.extend({
  cursor: UserId.nullish(),
  limit: z.number().int().min(1).max(100).default(25),
});
export const OrganizationMemberPage = z.object({
  items: z.array(
    AdminUser.pick({ id: true, name: true, email: true, imageUrl: true, banned: true }).extend({
      role: z.string().nullable(),
      createdAt: z.date(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

const OpenSession = z.object({
  id: z.string(),
  /** Such as "Chrome 142 on Linux"; null where Clerk does not say. */
  device: z.string().nullable(),
  ipAddress: z.string().nullable(),
  place: z.string().nullable(),
  /** The administrator who acts as the person in it. */
  impersonatorId: z.string().nullable(),
  createdAt: z.date(),
  lastActiveAt: z.date(),
  expiresAt: z.date(),
});
/** They are Clerk's alone: where it does not answer, nobody knows. */
export const Sessions = z.object({
  /** Of the person. */
  id: z.string(),
  sessions: z.array(OpenSession).readonly().nullable(),
});

/** The id is the subject's; what the run found, run.get tells. */
export const Resynchronized = z.object({ id: z.string(), runId: RunId });
