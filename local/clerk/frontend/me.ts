import { endSession, endSessionsOf } from "../domain/sessions.ts";
import { deleteUser, isVerified, mergeMetadata, updateUser } from "../domain/users.ts";
import { formError, invalidParam, notFound } from "../errors.ts";
import { readForm } from "../forms.ts";
import type { App } from "../http.ts";
import type { User } from "../model/users.ts";
import { checkPassword, hashPassword, verifyPassword } from "../passwords.ts";
import { sessionWithActivityJson, sessionJson } from "../serialize/session.ts";
import { userJson } from "../serialize/user.ts";
import { isActive } from "../domain/sessions.ts";
import { answer, requireSession } from "./respond.ts";

/** The signed-in person's own account. */
export function addMeRoutes(app: App): void {
  app.get("/v1/me", (c) => {
    const { client, user } = requireSession(c);
    return answer(c, userJson(c.get("call"), user), client);
  });

  app.patch("/v1/me", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, user } = requireSession(c);
    const changes: Partial<User> = {};
    const firstName = form.optional("first_name");
    const lastName = form.optional("last_name");
    const primaryId = form.get("primary_email_address_id");
    const unsafeMetadata = form.object("unsafe_metadata");
    if (firstName !== undefined) changes.firstName = firstName;
    if (lastName !== undefined) changes.lastName = lastName;
    if (unsafeMetadata) changes.unsafeMetadata = unsafeMetadata;
    if (primaryId) {
      const email = user.emails.find((one) => one.id === primaryId);
      if (!email || !isVerified(email)) throw invalidParam("primary_email_address_id");
      changes.primaryEmailId = primaryId;
    }
    return answer(c, userJson(call, updateUser(call, user, changes)), client);
  });

  app.patch("/v1/me/metadata", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, user } = requireSession(c);
    const patch = form.object("unsafe_metadata") ?? {};
    const unsafeMetadata = mergeMetadata(user.unsafeMetadata, patch);
    return answer(c, userJson(call, updateUser(call, user, { unsafeMetadata })), client);
  });

  app.post("/v1/me/change_password", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, session, user } = requireSession(c);
    const password = form.required("new_password");
    if (user.passwordHash) {
      const current = form.get("current_password") ?? "";
      if (!(await verifyPassword(current, user.passwordHash))) {
        const message = "Password is incorrect.";
        throw formError("form_password_validation_failed", message, "current_password");
      }
    }
    checkPassword(password, "new_password");
    const passwordHash = await hashPassword(password);
    const changed = updateUser(call, user, {
      passwordHash,
      passwordUpdatedAt: call.clock.now(),
      passwordCompromised: false,
    });
    if (form.flag("sign_out_of_other_sessions")) {
      endSessionsOf(call, user.id, "revoked", session.id);
    }
    return answer(c, userJson(call, changed), client);
  });

  app.delete("/v1/me", (c) => {
    const { client, user } = requireSession(c);
    deleteUser(c.get("call"), user);
    return answer(c, { object: "user", id: user.id, deleted: true }, client);
  });

  app.get("/v1/me/sessions/active", (c) => {
    const call = c.get("call");
    const { user } = requireSession(c);
    const sessions = call.store.sessions.filter(
      (one) => one.userId === user.id && isActive(call, one),
    );
    return c.json(sessions.map((one) => sessionWithActivityJson(call, one)));
  });

  app.post("/v1/me/sessions/:id/revoke", async (c) => {
    const call = c.get("call");
    const { client, user } = requireSession(c);
    const session = call.store.sessions.get(c.req.param("id"));
    if (session?.userId !== user.id) throw notFound("Session not found");
    const revoked = endSession(call, session, "revoked");
    return answer(c, await sessionJson(call, revoked), client);
  });
}
