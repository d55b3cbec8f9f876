import { z } from "zod";

export const Me = z.object({
  userId: z.string(),
  /** Null until the mirror has heard of the person. */
  name: z.string().nullable(),
  email: z.string().nullable(),
  imageUrl: z.string().nullable(),
  platformAdmin: z.boolean(),
  impersonated: z.boolean(),
  /** The active organization, and what the caller may do there. */
  active: z
    .object({
      organizationId: z.string(),
      slug: z.string().nullable(),
      role: z.string().nullable(),
      permissions: z.array(z.string()),
    })
    .nullable(),
  organizations: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      slug: z.string().nullable(),
      imageUrl: z.string().nullable(),
      role: z.string().nullable(),
    }),
  ),
});
