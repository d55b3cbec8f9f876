import { z } from "zod";

/** The models whose changes the database tells (prisma/migrations/*_tell_changes). */
const models = [
  "project",
  "task",
  "membership",
  "user",
  "organization",
  "endedSession",
] as const;
export type ChangedModel = (typeof models)[number];

/** That some rows of a model have changed, and whose. Nothing of what they hold: whoever hears it reads again for themselves. */
const change = z.object({
  model: z.enum(models),
  organizationId: z.string().optional(),
  userId: z.string().optional(),
});
export type Change = z.infer<typeof change>;

/** A change as the database told it, or null for what is none of ours. */
export function readChange(payload: string | undefined): Change | null {
  try {
    const read = change.safeParse(JSON.parse(payload ?? ""));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
