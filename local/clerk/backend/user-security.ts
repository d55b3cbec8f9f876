import type { Context } from "hono";
import { z } from "zod";
import { readBody } from "../body.ts";
import { lockUser, unlockUser } from "../domain/lockout.ts";
import { disableTotp, hasBackupCodes, takeSecondFactor } from "../domain/second-factors.ts";
import { endSessionsOf } from "../domain/sessions.ts";
import { banUser, getUser, updateUser } from "../domain/users.ts";
import { ClerkError, formError, notFound } from "../errors.ts";
import type { App, Env } from "../http.ts";
import { dropImagesOf, readImage, storeImage } from "../images.ts";
import type { Call } from "../instance.ts";
import type { User } from "../model/users.ts";
import { verifyPassword } from "../passwords.ts";
import { backendUserJson } from "../serialize/user.ts";

const RemovePassword = z.object({ sign_out_of_other_sessions: z.boolean().nullish() });
const Compromised = z.object({ revoke_all_sessions: z.boolean().nullish() });

type Change = (call: Call, user: User) => User;

/** What an administrator does to somebody's way in. */
export function addUserSecurityRoutes(app: App): void {
  const post = (path: string, change: Change) =>
    app.post(`/v1/users/:id/${path}`, (c) => answerUser(c, change(c.get("call"), userOf(c))));

  post("ban", banUser);
  post("unban", (call, user) => updateUser(call, user, { banned: false }));
  post("lock", lockUser);
  post("unlock", unlockUser);
  post("password/unset_compromised", (call, user) =>
    updateUser(call, user, { passwordCompromised: false }),
  );

  app.post("/v1/users/:id/password/set_compromised", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Compromised);
    const user = userOf(c);
    if (!user.passwordHash) throw noPassword();
    const changed = updateUser(call, user, { passwordCompromised: true });
    if (body.revoke_all_sessions) endSessionsOf(call, user.id, "revoked");
    return answerUser(c, changed);
  });

  app.post("/v1/users/:id/remove_password", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, RemovePassword);
    const user = userOf(c);
    if (!user.passwordHash) throw noPassword();
    const changed = updateUser(call, user, { passwordHash: null, passwordUpdatedAt: null });
    if (body.sign_out_of_other_sessions) endSessionsOf(call, user.id, "revoked");
    return answerUser(c, changed);
  });

  app.post("/v1/users/:id/verify_password", async (c) => {
    const body = await readBody(c, z.object({ password: z.string() }));
    const user = userOf(c);
    if (!user.passwordHash) throw noPassword();
    if (!(await verifyPassword(body.password, user.passwordHash))) {
      throw formError("incorrect_password", "The provided password is incorrect.", "password");
    }
    return c.json({ verified: true });
  });

  app.post("/v1/users/:id/verify_totp", async (c) => {
    const call = c.get("call");
    const { code } = await readBody(c, z.object({ code: z.string() }));
    const user = userOf(c);
    if (!user.totp?.verified) {
      throw new ClerkError(400, "totp_not_enabled", "The user has no authenticator app.");
    }
    if (await takeSecondFactor(call, user.id, "totp", code)) {
      return c.json({ verified: true, code_type: "totp" });
    }
    throw formError("form_code_incorrect", "The provided code is incorrect.", "code");
  });

  app.delete("/v1/users/:id/mfa", (c) => {
    const user = userOf(c);
    if (user.totp) disableTotp(c.get("call"), user);
    return c.json({ user_id: user.id });
  });

  app.delete("/v1/users/:id/totp", (c) => {
    const user = userOf(c);
    disableTotp(c.get("call"), user);
    return c.json({ user_id: user.id });
  });

  app.delete("/v1/users/:id/backup_code", (c) => {
    const user = userOf(c);
    if (!hasBackupCodes(user)) throw notFound("The user has no backup codes.");
    updateUser(c.get("call"), user, { backupCodes: null });
    return c.json({ user_id: user.id });
  });

  app.get("/v1/users/:id/oauth_access_tokens/:provider", (c) => {
    userOf(c);
    // Nobody can connect an account of another provider here.
    return c.json(c.req.query("paginated") === "true" ? { data: [], total_count: 0 } : []);
  });

  app.post("/v1/users/:id/profile_image", async (c) => {
    const call = c.get("call");
    userOf(c);
    const bytes = await readImage(c);
    const image = storeImage(call, userOf(c).id, bytes);
    return answerUser(c, updateUser(call, userOf(c), { imageId: image.id }));
  });

  app.delete("/v1/users/:id/profile_image", (c) => {
    const call = c.get("call");
    const user = userOf(c);
    dropImagesOf(call, user.id);
    return answerUser(c, user.imageId ? updateUser(call, user, { imageId: null }) : user);
  });
}

function userOf(c: Context<Env, "/:id">): User {
  return getUser(c.get("call"), c.req.param("id"));
}

function answerUser(c: Context<Env>, user: User): Response {
  return c.json(backendUserJson(c.get("call"), user));
}

function noPassword(): ClerkError {
  return new ClerkError(400, "no_password_set", "The user has no password set.");
}
