import { z } from "zod";

/** Ids are branded where they enter (input schemas), so that one noun's id cannot be passed for another's. */
const uuid = z.uuid();
/** Clerk's ids: a prefix and base62; the sync and the tests meet longer and shorter ones, so the length is only bounded. */
const clerkId = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9]{1,64}$`));

export const ProjectId = uuid.brand("ProjectId");
export type ProjectId = z.infer<typeof ProjectId>;
export const TaskId = uuid.brand("TaskId");
export type TaskId = z.infer<typeof TaskId>;
export const PostId = uuid.brand("PostId");
export type PostId = z.infer<typeof PostId>;
export const UserId = clerkId("user").brand("UserId");
export type UserId = z.infer<typeof UserId>;
export const OrganizationId = clerkId("org").brand("OrganizationId");
export type OrganizationId = z.infer<typeof OrganizationId>;
