import { z } from "zod";
import { readBody } from "../body.ts";
import {
  checkNewEmail,
  getUser,
  isVerified,
  newEmail,
  updateUser,
  verifiedBy,
} from "../domain/users.ts";
import { ClerkError, formError, notFound } from "../errors.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";
import type { EmailAddress, User } from "../model/users.ts";
import { emailAddressJson } from "../serialize/user.ts";
import { gone } from "./respond.ts";

const Update = z.object({ verified: z.boolean().nullish(), primary: z.boolean().nullish() });
const Create = Update.extend({ user_id: z.string(), email_address: z.string() });

/** E-mail addresses as an administrator changes them: without codes. */
export function addEmailAddressRoutes(app: App): void {
  app.post("/v1/email_addresses", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Create);
    const user = getUser(call, body.user_id);
    const emailAddress = checkNewEmail(call, body.email_address);
    if (user.emails.some((one) => one.emailAddress === emailAddress)) {
      const message = "The user has this address already.";
      throw formError("form_identifier_exists", message, "email_address");
    }
    const added = newEmail(call, emailAddress, null);
    return c.json(emailAddressJson(call, change(call, user, added, body)));
  });

  app.get("/v1/email_addresses/:id", (c) => {
    const call = c.get("call");
    return c.json(emailAddressJson(call, find(call, c.req.param("id")).email));
  });

  app.patch("/v1/email_addresses/:id", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Update);
    const { user, email } = find(call, c.req.param("id"));
    return c.json(emailAddressJson(call, change(call, user, email, body)));
  });

  app.delete("/v1/email_addresses/:id", (c) => {
    const call = c.get("call");
    const { user, email } = find(call, c.req.param("id"));
    if (user.primaryEmailId === email.id) {
      const message = "The primary e-mail address cannot be removed.";
      throw new ClerkError(400, "primary_identification_deletion_failed", message);
    }
    updateUser(call, user, { emails: user.emails.filter((one) => one.id !== email.id) });
    return gone(c, "email_address", email.id);
  });
}

function find(call: Call, id: string): { user: User; email: EmailAddress } {
  const user = call.store.users.find((one) => one.emails.some((email) => email.id === id));
  const email = user?.emails.find((one) => one.id === id);
  if (!user || !email) throw notFound(`No email address was found with id ${id}`);
  return { user, email };
}

/** Puts the address among the user's, verified and primary as was asked. */
function change(
  call: Call,
  user: User,
  email: EmailAddress,
  body: z.output<typeof Update>,
): EmailAddress {
  const verify = body.verified === true && !isVerified(email);
  // Somebody else may have verified the same address meanwhile.
  if (verify) checkNewEmail(call, email.emailAddress);
  const withdraw = body.verified === false && isVerified(email);
  if (withdraw && user.primaryEmailId === email.id) {
    throw formError("form_param_value_invalid", "The primary address is verified.", "verified");
  }
  const verification = verify ? verifiedBy("admin", call.clock.now()) : email.verification;
  const changed: EmailAddress = {
    ...email,
    verification: withdraw ? null : verification,
    updatedAt: call.clock.tick(),
  };
  if (body.primary && !isVerified(changed)) {
    throw formError("form_param_value_invalid", "A primary address is a verified one.", "primary");
  }
  const others = user.emails.filter((one) => one.id !== email.id);
  const primary = body.primary ? { primaryEmailId: email.id } : {};
  updateUser(call, user, { emails: [...others, changed], ...primary });
  return changed;
}
