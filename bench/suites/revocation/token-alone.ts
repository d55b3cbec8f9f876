import { setTimeout as sleep } from "node:timers/promises";
import { verifyToken } from "@clerk/backend";
import type { BenchClerk } from "../../support/clerk.ts";
import type { Cast } from "./cast.ts";

export interface LeftOver {
  /** Of the token when its person was removed, seconds. */
  readonly age: number;
  /** From the removal until the token was refused. */
  readonly ms: number;
}

/** How long Clerk's own verification goes on letting in somebody who was removed, by how old their token was then. */
export function measureTokens(
  clerk: BenchClerk,
  { leavers }: Cast,
  ages: readonly number[],
): Promise<LeftOver[]> {
  const { sdk, jwtKey } = clerk;
  const isAccepted = (token: string): Promise<boolean> =>
    verifyToken(token, { jwtKey }).then(
      () => true,
      () => false,
    );
  return Promise.all(
    ages.map(async (age, n) => {
      const actor = leavers[n];
      if (!actor) throw new Error("There are fewer people than ages.");
      const { userId, organizationId, sessionId } = actor;
      // As long as Clerk makes them: a minute.
      const { jwt } = await sdk.sessions.getToken(sessionId);
      await sleep(age * 1_000);
      if (!(await isAccepted(jwt))) throw new Error("The token was refused before its time.");
      const asked = performance.now();
      await sdk.organizations.deleteOrganizationMembership({ userId, organizationId });
      while (await isAccepted(jwt)) await sleep(50);
      return { age, ms: performance.now() - asked };
    }),
  );
}
