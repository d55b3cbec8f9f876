import type { ClerkClient } from "@clerk/backend";
import { authenticateRequest } from "@/src/server/auth/request";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { idOf, type Directory } from "./people.ts";

export type Caller = ReturnType<typeof createCaller>;

export interface Callers {
  /** Calls procedures as the person, in that organization or in none. */
  as(email: string, slug?: string): Promise<Caller>;
  /** Ends the sessions that were made for it. */
  close(): Promise<void>;
}

/** Signs seeded people in as any script may: a session, its token, and the token verified like every other. */
export function openCallers(clerk: ClerkClient, directory: Directory, appUrl: string): Callers {
  const callers = new Map<string, Caller>();
  const sessions: string[] = [];
  return {
    async as(email, slug) {
      const key = `${email} ${slug ?? ""}`;
      const known = callers.get(key);
      if (known) return known;
      const session = await clerk.sessions.createSession({
        userId: idOf(directory.users, email),
        // Of the Backend API, though the SDK's types leave it out; spread, so that they do not object.
        ...(slug ? { activeOrganizationId: idOf(directory.organizations, slug) } : {}),
      });
      sessions.push(session.id);
      const { jwt } = await clerk.sessions.getToken(session.id, undefined, 600);
      const request = new Request(appUrl, { headers: { authorization: `Bearer ${jwt}` } });
      const { principal } = await authenticateRequest(request);
      if (principal.kind === "anonymous") throw new Error(`the token of ${email} was not accepted`);
      const caller = createCaller(createContext(principal));
      callers.set(key, caller);
      return caller;
    },
    async close() {
      for (const id of sessions) await clerk.sessions.revokeSession(id);
    },
  };
}
