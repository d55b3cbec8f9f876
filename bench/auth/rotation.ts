import { percentile } from "../measure/statistics.ts";
import type { Table } from "../measure/report.ts";
import { startNextPeer } from "../support/peers.ts";
import type { Scene } from "../support/scene.ts";
import type { World } from "../support/stack.ts";
import { openMint } from "../support/tokens.ts";
import { decisionOf, nobody, ways, type Way } from "./ways.ts";

const tries = 20;

/**
 * Clerk signs with another key from one moment to the next; the old one verifies for a while. The server knows the keys by
 * Clerk's JWKS here: with CLERK_JWT_KEY it knows one only, and is started again to learn the next. Each way meets a rotation of
 * its own: whoever comes first fetches the keys.
 */
export async function measureRotation(world: World, scene: Scene): Promise<Table> {
  const server = await startNextPeer(world, "auth-path", {
    healthPath: nobody.path,
    env: { CLERK_JWT_KEY: "" },
  });
  try {
    const rows: (string | number)[][] = [];
    for (const way of ways)
      rows.push([way.name, ...(await meetRotation(world, scene, server.url, way))]);
    return {
      title:
        "Across a rotation of Clerk's key: milliseconds until an answer, one request at a time, each of them 200",
      columns: [
        "",
        "first of the new key",
        `then, median of ${tries}`,
        "of the old key, seen before",
      ],
      rows,
    };
  } finally {
    await server.stop();
  }
}

async function meetRotation(
  world: World,
  { sessionId }: Scene,
  url: string,
  way: Way,
): Promise<number[]> {
  const before = await openMint(world, sessionId);
  const old = before.token();
  for (let n = 0; n < tries; n++) await letsIn(url, way, before.token());
  await letsIn(url, way, old);
  await rotate(world);
  const after = await openMint(world, sessionId);
  const first = await letsIn(url, way, after.token());
  const then: number[] = [];
  for (let n = 0; n < tries; n++) then.push(await letsIn(url, way, after.token()));
  const seen = await letsIn(url, way, old);
  // Nor does it matter which of them has seen a token: all let it in.
  for (const other of ways) await letsIn(url, other, old);
  return [first, percentile(then, 50), seen];
}

async function rotate({ clerkUrl }: World): Promise<void> {
  const response = await fetch(`${clerkUrl}/local/keys/rotate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (!response.ok) throw new Error(`The key does not rotate: ${await response.text()}`);
}

/** Milliseconds until the answer. @throws when it is a refusal */
async function letsIn(url: string, way: Way, token: string): Promise<number> {
  const since = performance.now();
  const decision = await decisionOf(url, way, token);
  if (!decision.startsWith("200 ")) throw new Error(`${way.name} answers ${decision}`);
  return performance.now() - since;
}
