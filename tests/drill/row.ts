import { changeAll, losers, makeCast, signIn, type Cast } from "./cast.ts";
import { differences } from "./mirror.ts";
import type { Arrangement, Stack } from "./stack/start.ts";
import { ask, startWatch, type Asked } from "./watch.ts";

/** What a fault is given to happen in. */
export interface Scene {
  readonly stack: Stack;
  readonly cast: Cast;
  /** Everything that changes at Clerk meanwhile. Call it once, while the fault is there. */
  change(): Promise<void>;
}

export interface Fault {
  readonly name: string;
  /** What goes wrong, and what heals it. */
  readonly what: string;
  readonly arrangement?: Arrangement;
  /** Deliveries that are kept as rejected, by the fault's own doing. */
  readonly rejects?: boolean;
  /** Brings it about, lets everything change meanwhile, and heals it. May return a note. */
  run(scene: Scene): Promise<string | undefined>;
}

export interface Result {
  readonly name: string;
  readonly what: string;
  readonly allowed: number;
  readonly refused: number;
  readonly deliveries: number;
  readonly attempts: number;
  readonly wrongAllows: readonly string[];
  readonly lost: readonly string[];
  /** Whoever should have access afterwards and has not. */
  readonly shutOut: readonly string[];
  readonly note: string;
  readonly seconds: number;
}

const patienceMs = 45_000;

/** Lets a fault happen among people of its own, and finds what came of it. */
export async function runFault(stack: Stack, fault: Fault): Promise<Result> {
  const began = Date.now();
  const { clerk, front } = stack;
  await clerk.webhooks({ concurrency: 4 });
  await stack.arrange(fault.arrangement ?? {});
  const since = await clerk.newest();
  const cast = await makeCast(clerk);
  if (!(await clerk.settled(patienceMs)))
    throw new Error("The deliveries before the fault do not end.");
  await mustBe(front.url, cast);

  const watch = startWatch(front.url, [cast.keeper, cast.removed, cast.leaving]);
  const change = (): Promise<void> => changeAll(clerk, cast);
  let note: string | undefined;
  let settled: boolean;
  let asked: readonly Asked[];
  try {
    note = await fault.run({ stack, cast, change });
    if (cast.joined === null) throw new Error(`${fault.name} let nothing change meanwhile.`);
    await stack.revive();
    settled = await clerk.settled(patienceMs);
  } finally {
    asked = await watch.stop();
  }
  const deliveries = await clerk.deliveriesSince(since);
  const after = await askAfterwards(stack, cast);
  const lost = [
    ...(settled ? [] : ["deliveries are still on their way"]),
    ...(await missing(
      stack,
      deliveries.filter(({ status }) => status === "delivered").map(({ id }) => id),
      fault,
    )),
    ...(await differences(stack, cast)),
  ];
  return {
    name: fault.name,
    what: fault.what,
    allowed: asked.filter(({ code }) => code === "allowed").length,
    refused: asked.filter(({ code }) => code !== "allowed").length,
    deliveries: deliveries.length,
    attempts: deliveries.reduce((sum, { attemptCount }) => sum + attemptCount, 0),
    wrongAllows: [...(await wrongAllows(stack, cast, since, asked)), ...after.wrongAllows],
    lost,
    shutOut: after.shutOut,
    note: note ?? "",
    seconds: (Date.now() - began) / 1000,
  };
}

/** A drill in which nobody is let in, or nobody kept out, before the fault shows nothing. */
async function mustBe(frontUrl: string, cast: Cast): Promise<void> {
  const keeper = await ask(frontUrl, cast.keeper);
  if (keeper.code !== "allowed") throw new Error(`Before the fault the keeper is ${keeper.code}.`);
  const removed = await ask(frontUrl, cast.removed);
  if (removed.code === "allowed") throw new Error("Before the fault the removed one is let in.");
  for (const { actor } of losers(cast)) {
    const { code } = await ask(frontUrl, actor);
    if (code !== "allowed") throw new Error(`Before the fault ${actor.name} is ${code}.`);
  }
}

/** Whoever was removed before it must never be let in; whoever lost access by a delivery not after it was answered with 2xx. */
async function wrongAllows(
  { clerk }: Stack,
  cast: Cast,
  since: number,
  asked: readonly Asked[],
): Promise<string[]> {
  const late = asked.filter(({ actor, code }) => actor === cast.removed && code === "allowed");
  const wrong = late.map(() => "removed before, let in during the fault");
  const [leaving] = losers(cast);
  if (!leaving) return wrong;
  for (const { id, type, status } of await clerk.deliveriesSince(since)) {
    if (status !== "delivered" || !leaving.types.includes(type)) continue;
    const { payload, attempts } = await clerk.delivery(id);
    if (!JSON.stringify(payload.data).includes(leaving.id)) continue;
    const taken = attempts.find(({ error }) => error === null);
    if (!taken) continue;
    const from = taken.at + taken.durationMs;
    const allowed = asked.filter(
      ({ actor, code, startedAt }) =>
        actor === leaving.actor && code === "allowed" && startedAt > from,
    );
    wrong.push(...allowed.map(() => "removed, let in after the delivery was taken"));
  }
  return wrong;
}

async function askAfterwards(
  { clerk, front }: Stack,
  cast: Cast,
): Promise<{ wrongAllows: string[]; shutOut: string[] }> {
  const wrong: string[] = [];
  const shutOut: string[] = [];
  const actors = [cast.removed, ...losers(cast).map(({ actor }) => actor)];
  for (const actor of actors) {
    const { code } = await ask(front.url, actor);
    if (code === "allowed") wrong.push(`${actor.name}, let in afterwards`);
    else if (/unreachable|unavailable|internal/.test(code)) shutOut.push(`${actor.name}: ${code}`);
  }
  const staying = [
    { ...cast.keeper, ...(await signIn(clerk, cast.keeper.userId, cast.organizationId)) },
  ];
  if (cast.joined !== null) {
    const joined = await signIn(clerk, cast.joined, cast.organizationId);
    staying.push({ name: "joined", userId: cast.joined, call: "project.list", ...joined });
  }
  for (const actor of staying) {
    const { code } = await ask(front.url, actor);
    if (code !== "allowed") shutOut.push(`${actor.name}: ${code}`);
  }
  return { wrongAllows: wrong, shutOut };
}

/** Deliveries that were answered with 2xx, and are not in the inbox as done with. */
async function missing({ database }: Stack, ids: string[], fault: Fault): Promise<string[]> {
  const done = ["applied", "ignored", ...(fault.rejects ? ["rejected"] : [])];
  const rows = await database.sql<{ id: string }>(
    `SELECT "id" FROM "public"."WebhookDelivery" WHERE "id" = ANY($1) AND "status" = ANY($2)`,
    [ids, done],
  );
  const kept = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !kept.has(id)).map((id) => `${id} was answered 2xx and is not applied`);
}
