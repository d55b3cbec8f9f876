import { z } from "zod";
import type { Model } from "./grants";

/** Of which model an id names a row. Read off a procedure's input it says what the procedure acts on. */
export const namedModel = z.registry<{ model: Model }>();

/** Ids are branded where they enter (input schemas), so that one noun's id cannot be passed for another's. */
const uuid = (model: Model) => z.uuid().register(namedModel, { model });
/** Clerk's ids: a prefix and base62; the sync and the tests meet longer and shorter ones, so the length is only bounded. */
const clerkId = (prefix: string, model: Model) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[A-Za-z0-9]{1,64}$`))
    .register(namedModel, { model });

export const ProjectId = uuid("project").brand("ProjectId");
export type ProjectId = z.infer<typeof ProjectId>;
export const TaskId = uuid("task").brand("TaskId");
export type TaskId = z.infer<typeof TaskId>;
export const PostId = uuid("post").brand("PostId");
export type PostId = z.infer<typeof PostId>;
export const UserId = clerkId("user", "user").brand("UserId");
export type UserId = z.infer<typeof UserId>;
export const OrganizationId = clerkId("org", "organization").brand("OrganizationId");
export type OrganizationId = z.infer<typeof OrganizationId>;

export const InvitationId = clerkId("orginv", "invitation").brand("InvitationId");
export type InvitationId = z.infer<typeof InvitationId>;

/** A role's key at Clerk. Whether there is such a role is Clerk's to say. */
export const RoleKey = z.string().regex(/^org:[a-z0-9_]{1,60}$/);

/** Of a delivery: the sender's id, or ours for what was seen otherwise. No more than the audit trail can name. */
export const DeliveryId = z
  .string()
  .regex(/^[\w-]{1,80}$/)
  .register(namedModel, { model: "webhookDelivery" })
  .brand("DeliveryId");
export type DeliveryId = z.infer<typeof DeliveryId>;
export const RunId = uuid("syncRun").brand("RunId");
export type RunId = z.infer<typeof RunId>;

/** The end of a post's address; unique, and so it names a post as its id does. */
export const PostAddress = z
  .string()
  .regex(/^[a-z0-9-]{1,120}$/)
  .register(namedModel, { model: "post" });
