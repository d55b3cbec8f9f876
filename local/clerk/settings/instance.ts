import { z } from "zod";

/** What one would set in Clerk's dashboard. The defaults are those of a new development instance. */
export const InstanceSettings = z.strictObject({
  /** Several signed-in accounts in one browser. */
  multiSession: z.boolean().default(false),
  /** Whoever signs in without an organization has to choose one first: the session is pending until then. */
  chooseOrganization: z.boolean().default(false),
});

export type InstanceSettings = z.output<typeof InstanceSettings>;
