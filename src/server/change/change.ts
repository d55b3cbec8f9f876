/** The models whose changes the database tells (prisma/migrations/*_tell_changes). */
const models = ["project", "task", "membership", "user", "organization", "endedSession"] as const;
export type ChangedModel = (typeof models)[number];

/** That some rows of a model have changed, and whose. Nothing of what they hold: whoever hears it reads again for themselves. */
export interface Change {
  readonly model: ChangedModel;
  readonly organizationId: string | null;
  readonly userId: string | null;
}

/** A change as the database tells it: the model, the organization and the person, each or nothing, between spaces. */
export function readChange(told: string): Change | null {
  const [name, organizationId, userId] = told.split(" ");
  const model = models.find((each) => each === name);
  return model ? { model, organizationId: organizationId || null, userId: userId || null } : null;
}
