import { sendCode, tryCode } from "../domain/codes.ts";
import { checkNewEmail, isVerified, newEmail, updateUser } from "../domain/users.ts";
import { ClerkError, formError, notFound } from "../errors.ts";
import { readForm } from "../forms.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";
import type { EmailAddress, User } from "../model/users.ts";
import { emailAddressJson } from "../serialize/user.ts";
import { answer, requireSession } from "./respond.ts";

/** Adding, verifying and removing the signed-in person's e-mail addresses. */
export function addMeEmailRoutes(app: App): void {
  app.get("/v1/me/email_addresses", (c) => {
    const call = c.get("call");
    const { client, user } = requireSession(c);
    const emails = user.emails.map((one) => emailAddressJson(call, one));
    return answer(c, emails, client);
  });

  app.post("/v1/me/email_addresses", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, user } = requireSession(c);
    const wanted = form.required("email_address");
    const emailAddress = checkNewEmail(call, wanted);
    if (user.emails.some((one) => one.emailAddress === emailAddress)) {
      throw formError("form_identifier_exists", "You have this address already.", "email_address");
    }
    const email = newEmail(call, emailAddress, null);
    updateUser(call, user, { emails: [...user.emails, email] });
    return answer(c, emailAddressJson(call, email), client);
  });

  app.post("/v1/me/email_addresses/:id/prepare_verification", (c) => {
    const call = c.get("call");
    const { client, user } = requireSession(c);
    const email = emailOf(user, c.req.param("id"));
    if (isVerified(email)) {
      const message = "This verification has already been verified.";
      throw new ClerkError(400, "verification_already_verified", message);
    }
    const verification = sendCode(call, email.emailAddress, "email_code");
    const prepared = replaceEmail(call, user, { ...email, verification });
    return answer(c, emailAddressJson(call, prepared), client);
  });

  app.post("/v1/me/email_addresses/:id/attempt_verification", async (c) => {
    const call = c.get("call");
    const code = (await readForm(c)).get("code");
    const { client, user } = requireSession(c);
    const email = emailOf(user, c.req.param("id"));
    const { next, error } = tryCode(call, email.verification, "email_code", code);
    if (error) {
      replaceEmail(call, user, { ...email, verification: next });
      throw error;
    }
    // Somebody else may have verified the same address since it was added.
    checkNewEmail(call, email.emailAddress);
    const verified = { ...email, verification: next, updatedAt: call.clock.tick() };
    const emails = user.emails.map((one) => (one.id === email.id ? verified : one));
    updateUser(call, user, { emails });
    return answer(c, emailAddressJson(call, verified), client);
  });

  app.delete("/v1/me/email_addresses/:id", (c) => {
    const call = c.get("call");
    const { client, user } = requireSession(c);
    const email = emailOf(user, c.req.param("id"));
    const emails = user.emails.filter((one) => one.id !== email.id);
    if (email.id === user.primaryEmailId) {
      const message = "The primary e-mail address cannot be removed.";
      throw new ClerkError(400, "primary_identification_deletion_failed", message);
    }
    updateUser(call, user, { emails });
    return answer(c, { object: "email_address", id: email.id, deleted: true }, client);
  });
}

function emailOf(user: User, id: string): EmailAddress {
  const email = user.emails.find((one) => one.id === id);
  if (!email) throw notFound("Email address not found");
  return email;
}

/** A code under way is no change of the user, so no user.updated goes out. */
function replaceEmail(call: Call, user: User, email: EmailAddress): EmailAddress {
  const emails = user.emails.map((one) => (one.id === email.id ? email : one));
  call.store.users.put({ ...user, emails });
  return email;
}
