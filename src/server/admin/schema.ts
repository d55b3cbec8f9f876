import { z } from "zod";
import { listOrders, organizationStatuses, userStatuses } from "@/src/access/people";
import { UserId } from "@/src/access/ids";
import { ImpersonationFields } from "@/src/input/impersonation";
import { PageInput, pageOf } from "@/src/server/page";
import { SearchTerm } from "@/src/input/text";

const SearchPage = PageInput.extend({
  search: SearchTerm.default(""),
  order: z.enum(listOrders).default("newest"),
});
export const ListUsers = SearchPage.extend({ status: z.enum(userStatuses).nullish() });
export const ListOrganizations = SearchPage.extend({
  status: z.enum(organizationStatuses).nullish(),
});

/** Somebody of whom nothing is kept is exported too: the document says so. */
export const ExportUser = z.strictObject({ id: z.string().regex(/^user_[A-Za-z0-9_]{1,64}$/) });

export const AdminUser = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  imageUrl: z.string().nullable(),
  platformRole: z.string().nullable(),
  banned: z.boolean(),
  /** Out of signing in, after too many tries; says nothing of sessions that are open. */
  locked: z.boolean(),
  deleted: z.boolean(),
  createdAt: z.date(),
  organizations: z.number(),
});
export const AdminOrganization = z.object({
  id: z.string(),
  name: z.string().nullable(),
  slug: z.string().nullable(),
  imageUrl: z.string().nullable(),
  deleted: z.boolean(),
  createdAt: z.date(),
  members: z.number(),
});

export const AdminUserPage = pageOf(AdminUser);
export const AdminOrganizationPage = pageOf(AdminOrganization);
export const Counts = z.object({
  users: z.number(),
  organizations: z.number(),
  memberships: z.number(),
  publishedPosts: z.number(),
});

export const OneUser = z.strictObject({ userId: UserId });
/** Of whom, and why: kept with the session at Clerk, and shown while it lasts. */
export const Impersonate = OneUser.extend(ImpersonationFields.shape);
/** `ticket`: shown this once, and good for one session. The gate fills it in when Clerk has given it. */
export const WithTicket = z.object({ id: z.string(), ticket: z.string() });
export const Changed = z.object({ id: z.string() });
