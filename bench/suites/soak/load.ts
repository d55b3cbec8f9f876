import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { chance, pickByWeight } from "./chance.ts";
import { Day } from "./member.ts";
import { Mover } from "./mover.ts";
import type { Scene } from "./scene.ts";
import { Sender } from "./sender.ts";
import type { Watch } from "./watch.ts";

export interface LoadOptions {
  readonly scene: Scene;
  readonly watch: Watch;
  readonly minutes: number;
  readonly instanceId: string;
  readonly owner: pg.Pool;
  tell(text: string): void;
}

export interface Ended {
  readonly callers: number;
  /** From asking Clerk for a removal to the first refusal, milliseconds. */
  readonly delays: readonly number[];
}

/** Between two things that somebody does, milliseconds, on average. */
const restMs = 60;
const sampleEveryMs = 10_000;

/** Everybody at once, until the time is up. */
export async function load(options: LoadOptions): Promise<Ended> {
  const { scene, watch, minutes, tell } = options;
  const { tally } = scene;
  const until = Date.now() + minutes * 60_000;
  const isOver = () => Date.now() >= until;
  const rest = () => sleep(2 * restMs * chance());
  const movers = scene.tenants.map((tenant) => new Mover(scene, tenant));
  const senders = ["s", "t"].map(
    (name) => new Sender(scene, name, options.instanceId, options.owner),
  );
  const days = scene.tenants.flatMap((tenant) =>
    tenant.members.filter((one) => one !== tenant.mover).map((member) => new Day(scene, member)),
  );
  const callers: (() => Promise<void>)[] = [
    ...days.map(
      ({ doings }) =>
        async () =>
          pickByWeight(doings)?.(),
    ),
    ...movers.map((mover) => () => mover.goRound()),
    ...senders.map((sender) => () => sender.sendHistory(isOver, rest)),
    () => administer(scene),
  ];
  watch.begin();
  const working = callers.map(async (run) => {
    while (!isOver()) {
      try {
        await run();
      } catch (error) {
        // No answer at all, or Clerk's own refusal: neither may be.
        tally.blame(`broke off: ${String(error)}`);
        await sleep(1_000);
      }
      await rest();
    }
  });
  const watching = (async () => {
    let told = 0;
    while (!isOver()) {
      const { minute, memory, connections, files } = await watch.take(tally.requests);
      if (Math.floor(minute) >= told) {
        told = Math.floor(minute) + 1;
        const figures = `${memory.toFixed(0)} MiB, ${connections} connections, ${files} files`;
        tell(`minute ${told}: ${tally.requests} requests, ${tally.wrong} wrong, ${figures}`);
        if (tally.wrong > 0) tell(`  such as ${tally.examples[0] ?? ""}`);
      }
      await sleep(Math.min(sampleEveryMs, Math.max(0, until - Date.now())));
    }
  })();
  await Promise.all([...working, watching]);
  return { callers: callers.length, delays: movers.flatMap(({ delays }) => delays) };
}

/** What a platform administrator looks at, each of which is audited. */
async function administer({ administrator, site, tally, tenants }: Scene): Promise<void> {
  const as = { token: await administrator.token(), tenants: tenants.map(({ number }) => number) };
  const counts = await site.query("admin.counts", undefined, as);
  tally.expect(counts.status === 200, `admin.counts: ${counts.status} ${counts.text}`);
  const rest = await site.ask({ ...as, kind: "GET /api/protected", path: "/api/protected" });
  tally.expect(rest.status === 200, `/api/protected: ${rest.status} ${rest.text}`);
  const organization = await site.query("project.list", {}, { ...as, tenants: [] });
  const isRefused = organization.code === "no_organization";
  tally.expect(isRefused, `an administrator without an organization: ${organization.text}`);
  await sleep(500);
}
