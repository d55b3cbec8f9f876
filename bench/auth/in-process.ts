import { compare, type Comparison } from "../measure/compare.ts";
import type { Settings } from "../measure/report.ts";
import type { World } from "../support/stack.ts";
import type { Mint } from "../support/tokens.ts";

/** The two ways that need no Next, without HTTP: microseconds of each decision, one after the other. */
export async function measureInProcess(
  { rounds, quick, tell }: Settings,
  world: World,
  mint: Mint,
): Promise<Comparison> {
  // Before src/env.ts is read, which reads them once.
  Object.assign(process.env, world.env);
  const { verifyRequest } = await import("../../src/server/auth/verify.ts");
  const { authenticateRequest } = await import("../../src/server/auth/request.ts");
  const count = quick ? 200 : 1_000;
  const asking = (token: string) =>
    new Request(`${world.appUrl}/api/trpc/task.list`, {
      headers: { authorization: `Bearer ${token}` },
    });
  const contender = (
    name: string,
    decide: typeof verifyRequest,
    tokensOf: () => readonly string[],
  ) => ({
    name,
    round: async () => {
      const requests = tokensOf().map(asking);
      const since = performance.now();
      for (const request of requests) {
        const { principal } = await decide(request);
        if (principal.kind !== "person") throw new Error(`${name} takes a person for nobody`);
      }
      return { microseconds: ((performance.now() - since) * 1000) / requests.length };
    },
  });
  const same = () => Array<string>(count).fill(mint.token());
  const fresh = () => mint.tokens(count);
  return compare({
    title: "In process, without HTTP",
    metrics: [{ key: "microseconds", name: "A decision", unit: "µs", better: "lower" }],
    baseline: "Clerk's verification, same token",
    rounds,
    warmUp: 2,
    tell,
    contenders: [
      contender("Clerk's verification, same token", verifyRequest, same),
      contender("Gatehouse, same token", authenticateRequest, same),
      contender("Clerk's verification, another each", verifyRequest, fresh),
      contender("Gatehouse, another each", authenticateRequest, fresh),
    ],
  });
}
