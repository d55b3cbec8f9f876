import type { Instance } from "../instance.ts";

/** Throws away what nobody can use any more, so that the state does not grow with every visit. */
export function dropExpired(instance: Pick<Instance, "store" | "clock">): void {
  const { store, clock } = instance;
  const now = clock.now();
  for (const attempts of [store.signIns, store.signUps]) {
    for (const one of attempts.values()) if (one.abandonAt < now) attempts.delete(one.id);
  }
  for (const session of store.sessions.values()) {
    if (session.abandonAt < now) store.sessions.delete(session.id);
  }
  const { signInTokens, actorTokens, m2mTokens, oauthAccessTokens } = store;
  for (const tokens of [signInTokens, actorTokens, m2mTokens, oauthAccessTokens]) {
    for (const one of tokens.values()) if (one.expiresAt < now) tokens.delete(one.id);
  }
}
