import "./without-eval";
import { z } from "zod";

/** The id of a person or of an organization, as Clerk writes them. */
export const clerkSubject = /^(user|org)_[A-Za-z0-9]{1,64}$/;

/** What an administrator fills in to have the mirror compared with Clerk. */
export const ReconcileFields = z
  .strictObject({
    what: z.enum(["all", "one"]),
    /** Of one. */
    scope: z.string().trim(),
    dryRun: z.boolean(),
  })
  .refine(({ what, scope }) => what === "all" || clerkSubject.test(scope), {
    error: "Write the id of a person or of an organization: user_… or org_…",
    path: ["scope"],
  });
