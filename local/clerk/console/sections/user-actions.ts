import { lockUser, unlockUser } from "../../domain/lockout.ts";
import { createActorToken, createSignInToken } from "../../domain/tickets.ts";
import { banUser, deleteUser, getUser, updateUser } from "../../domain/users.ts";
import { type App, makeCall } from "../../http.ts";
import type { Call, Instance } from "../../instance.ts";
import type { User } from "../../model/users.ts";

const LINK_SECONDS = 3600;
/** Who acts as the user: whoever is at the console. */
const ACTOR = "local-console";

const actions: Record<string, { done: string; act: (call: Call, user: User) => unknown }> = {
  ban: { done: "banned", act: banUser },
  unban: { done: "unbanned", act: (call, user) => updateUser(call, user, { banned: false }) },
  lock: { done: "locked", act: lockUser },
  unlock: { done: "unlocked", act: unlockUser },
};

/** What one can do to a user; webhooks tell of it as when the Backend API is asked. */
export function addUserActions(app: App, instance: Instance): void {
  for (const [name, { done, act }] of Object.entries(actions)) {
    app.post(`/console/users/:id/${name}`, (c) => {
      const user = getUser(instance, c.req.param("id"));
      act(makeCall(c, instance, null), user);
      return c.redirect(`/console/users/${user.id}?done=${done}`, 303);
    });
  }

  app.post("/console/users/:id/sign-in-link", (c) => {
    const user = getUser(instance, c.req.param("id"));
    const token = createSignInToken(makeCall(c, instance, null), user.id, LINK_SECONDS);
    return c.redirect(`/console/users/${user.id}?done=link&link=${token.id}`, 303);
  });

  app.post("/console/users/:id/impersonation-link", (c) => {
    const user = getUser(instance, c.req.param("id"));
    const token = createActorToken(makeCall(c, instance, null), user.id, {
      // As Clerk's dashboard names itself when somebody impersonates from there.
      actor: { iss: `${instance.config.url}/console`, sub: ACTOR },
      lifetimeSeconds: LINK_SECONDS,
      sessionSeconds: LINK_SECONDS,
    });
    return c.redirect(`/console/users/${user.id}?done=link&link=${token.id}`, 303);
  });

  app.post("/console/users/:id/delete", (c) => {
    deleteUser(makeCall(c, instance, null), getUser(instance, c.req.param("id")));
    return c.redirect("/console/users?done=deleted", 303);
  });
}
