import type { Instance } from "../instance.ts";
import { createJwtTemplate } from "./jwt-templates.ts";

/** A record of the settings' table that no setting has. */
const MARK = "first-start";

/** What Convex expects in the template that has to be called `convex`, and the role beside it. */
const CONVEX_CLAIMS = {
  aud: "convex",
  name: "{{user.full_name}}",
  email: "{{user.primary_email_address}}",
  picture: "{{user.image_url}}",
  nickname: "{{user.username}}",
  given_name: "{{user.first_name}}",
  family_name: "{{user.last_name}}",
  updated_at: "{{user.updated_at}}",
  phone_number: "{{user.primary_phone_number}}",
  email_verified: "{{user.email_verified}}",
  phone_number_verified: "{{user.phone_number_verified}}",
  metadata: { role: "{{user.public_metadata.role}}" },
};

/** What is there from the beginning, and again after a reset. Whoever deletes it does not find it back at the next start. */
export async function prepareFirstStart(
  instance: Pick<Instance, "store" | "clock">,
): Promise<void> {
  if (instance.store.settings.get(MARK)) return;
  instance.store.settings.put({ id: MARK, value: true });
  await createJwtTemplate(instance, {
    name: "convex",
    claims: CONVEX_CLAIMS,
    lifetime: 3600,
    allowedClockSkew: 5,
    customKey: null,
  });
}
