import { env } from "@/src/env";
import { log } from "@/src/server/log";
import { codeOfFault } from "../fault";
import { pruneEndedSessions } from "./ended-sessions";
import { finishErasures } from "./finish-erasures";
import { forgetInvited } from "./forget-invited";
import { reducePayloads } from "./reduce-payloads";
import { eraseDueTenants } from "./tenants";

/** What is to be done from time to time: each by its name, and each tells how many it dealt with. */
const chores: Readonly<Record<string, (signal: AbortSignal) => Promise<number>>> = {
  tenantsErased: async (signal) => (await eraseDueTenants({ signal })).organizations,
  peopleErased: () => finishErasures(),
  invitationsForgotten: () => forgetInvited(),
  sessionsForgotten: pruneEndedSessions,
  payloadsReduced: () => reducePayloads(env().DELIVERY_RETENTION_DAYS),
};

/** Does all of it; one that fails does not keep the others from being done. */
export async function keepHouse(
  signal: AbortSignal,
  given: typeof chores = chores,
): Promise<Readonly<Record<string, number | string>>> {
  const done: Record<string, number | string> = {};
  for (const [name, chore] of Object.entries(given)) {
    try {
      done[name] = await chore(signal);
    } catch (error) {
      log.error({ error, chore: name }, "housekeeping failed; it is tried again the next time");
      done[name] = codeOfFault(error);
    }
  }
  return done;
}
