import { VerdictMemory } from "./memory";
import { verifyRequest, type Verdict } from "./verify";

const memory = new VerdictMemory();

/**
 * The principal of a request that did not pass Next's middleware: of tRPC, where Clerk's middleware would cost more than all
 * the rest together (docs/performance.md), and of scripts and tests. A bearer token is verified once, and then remembered for
 * no longer than it lives.
 */
export async function authenticateRequest(request: Request): Promise<Verdict> {
  const key = VerdictMemory.keyOf(request.headers);
  const remembered = key === null ? null : memory.recall(key);
  if (remembered) return remembered;
  const verdict = await verifyRequest(request);
  if (key !== null) memory.keep(key, verdict);
  return verdict;
}
