import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Scene } from "../row.ts";
import type { Stack } from "../stack/start.ts";

/**
 * Only these arrive. Ended sessions are no part of a reconcile: nobody lists them, and a token that is not renewed ends after
 * 60 s by itself.
 */
const endedSessions = ["session.ended", "session.removed", "session.revoked"];

/** Nothing of what changes is delivered, or ever will be. */
async function loseAll({ stack, change }: Scene): Promise<void> {
  await stack.clerk.webhooks({ eventTypes: endedSessions });
  await change();
  await stack.clerk.settled(10_000);
  await stack.clerk.webhooks({ eventTypes: [] });
}

/** Until one comes to its end, as a schedule would start it again. */
async function reconcile(stack: Stack): Promise<string> {
  for (let run = 1; ; run += 1) {
    const { done, said } = await stack.startReconcile().ended;
    if (done) return `run ${run}: ${said}`;
    if (run === 4) throw new Error(`The reconcile does not end: ${said}`);
  }
}

/** Everything is lost, and Clerk's API is as `outage` says while the reconcile runs. */
const withApi = (name: string, what: string, outage: object): Fault => ({
  name: `reconcile-${name}`,
  what: `everything but ended sessions is lost; ${what} during the reconcile that mends it`,
  async run(scene) {
    await loseAll(scene);
    await scene.stack.clerk.backendApi(outage);
    const said = await reconcile(scene.stack);
    await scene.stack.clerk.backendApi({ condition: "up", delayMs: 0, times: null });
    return said;
  },
});

export const reconcileFaults: readonly Fault[] = [
  withApi("lost", "nothing else goes wrong", {}),
  withApi("api-limited", "Clerk's API answers 429 three times", {
    condition: "rate_limited",
    times: 3,
    retryAfterSeconds: 1,
  }),
  withApi("api-down", "Clerk's API answers 503 twice", { condition: "down", times: 2 }),
  withApi("api-malformed", "Clerk's API answers twice what nobody can read", {
    condition: "malformed",
    times: 2,
  }),
  withApi("api-slow", "Clerk's API takes 40 ms longer for each answer", { delayMs: 40 }),
  {
    name: "reconcile-api-unreachable",
    what: "everything but ended sessions is lost; Clerk is not there when the reconcile begins",
    async run(scene) {
      await loseAll(scene);
      const { clerk } = scene.stack;
      await clerk.stop();
      const reconciling = reconcile(scene.stack);
      await sleep(1_500);
      await clerk.restart();
      return reconciling;
    },
  },
  {
    name: "reconcile-killed",
    what: "everything but ended sessions is lost; the reconcile is killed -9 half-way, and started again",
    async run(scene) {
      await loseAll(scene);
      const { stack } = scene;
      await stack.clerk.backendApi({ delayMs: 100 });
      const first = stack.startReconcile();
      await underWay(stack);
      await first.kill();
      await letGo(stack);
      await stack.clerk.backendApi({ delayMs: 0 });
      return reconcile(stack);
    },
  },
  {
    name: "reconcile-cut-off",
    what: "everything but ended sessions is lost; the reconcile's connections to the database are cut",
    async run(scene) {
      await loseAll(scene);
      const { stack } = scene;
      await stack.clerk.backendApi({ delayMs: 60 });
      const first = stack.startReconcile();
      await underWay(stack);
      for (let cut = 0; cut < 5; cut += 1) {
        stack.wire.cutAll();
        await sleep(50);
      }
      const { said } = await first.ended;
      await letGo(stack);
      await stack.clerk.backendApi({ delayMs: 0 });
      return `first: ${said}; ${await reconcile(stack)}`;
    },
  },
  {
    name: "reconcile-among-deliveries",
    what: "a reconcile runs while everything is delivered, twice and in an order of chance",
    async run({ stack, change }) {
      await stack.clerk.webhooks({
        concurrency: 10,
        chaos: { duplicate: 1, reorderWindow: 10, delayMaxMs: 500, seed: 13 },
      });
      const reconciling = reconcile(stack);
      await change();
      return reconciling;
    },
  },
];

/** Half a minute without a sign of life later: a run whose process is gone may be gone on with. */
async function letGo({ database }: Stack): Promise<void> {
  await database.sql(
    `UPDATE "public"."SyncRun" SET "heartbeatAt" = "heartbeatAt" - interval '31 seconds' WHERE "status" = 'running'`,
  );
}

/** Waits until a reconcile has begun to compare. */
async function underWay({ database }: Stack): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const rows = await database.sql(
      `SELECT FROM "public"."SyncRun" WHERE "status" = 'running' AND "done" > 0`,
    );
    if (rows.length > 0) return;
    await sleep(50);
  }
  throw new Error("The reconcile did not begin.");
}
