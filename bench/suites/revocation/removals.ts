import { setTimeout as sleep } from "node:timers/promises";
import type { BenchApplication } from "../../support/application.ts";
import { listPath, type Cast } from "./cast.ts";

/** Milliseconds; a removal that takes longer was lost. */
const patience = 60_000;

/** Removes somebody at Clerk, asks until they are refused, and lets them in again, so many times. Milliseconds of each. */
export async function measureRemovals(
  { url, clerk }: BenchApplication,
  { mover }: Cast,
  times: number,
): Promise<number[]> {
  const { organizations } = clerk.sdk;
  const pair = { organizationId: mover.organizationId, userId: mover.userId };
  // One token for all: each time the member comes back, the mirror is newer than it and lets them in.
  const headers = { authorization: `Bearer ${mover.token}` };
  const call = async (): Promise<string> => {
    const response = await fetch(`${url}${listPath}`, { headers });
    const text = await response.text();
    if (response.status === 200) return "200";
    return `${response.status} ${/"appCode":"(\w+)"/.exec(text)?.[1] ?? text}`;
  };
  /** Another answer than the one before or the one to come is wrong. */
  const until = async (expected: string, before: string): Promise<void> => {
    const deadline = Date.now() + patience;
    for (;;) {
      const answer = await call();
      if (answer === expected) return;
      if (answer !== before || Date.now() > deadline)
        throw new Error(`The application answered ${answer} where ${expected} was to come`);
    }
  };
  const delays: number[] = [];
  for (let time = 0; time < times; time++) {
    await until("200", "403 membership_removed");
    // Deliveries of before must not be what is measured.
    await sleep(20);
    const asked = performance.now();
    const removed = organizations.deleteOrganizationMembership(pair);
    await until("403 membership_removed", "200");
    delays.push(performance.now() - asked);
    await removed;
    await organizations.createOrganizationMembership({ ...pair, role: "org:member" });
  }
  await until("200", "403 membership_removed");
  return delays;
}
