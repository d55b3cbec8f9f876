import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { env } from "@/src/env";
import { syncTransaction } from "@/src/server/db/sync";
import { chargeAddress } from "@/src/server/http/limit";
import { refuse, respond, tooOften } from "@/src/server/http/refuse";
import { log } from "@/src/server/log";
import { codeOfFault } from "./fault";
import { keepHouse } from "./housekeeping/all";
import { runSync } from "./run/perform";
import { startRun, SyncBusy, type Run } from "./run/run";

/** Below the time that platforms give a request, milliseconds. What is left over, the next call does. */
const workWithin = 50_000;
/** A new reconcile begins when the last one began so long ago; minutes. */
const betweenRuns = 55;

/**
 * What a scheduler calls every few minutes: housekeeping, and a reconcile that goes on from call to call until it is done.
 * Nobody's identity counts here, only the secret.
 */
export async function runScheduled(request: Request, within = workWithin): Promise<Response> {
  const requestId = randomUUID();
  const { SYNC_SECRET } = env();
  if (SYNC_SECRET === undefined)
    return refuse("unavailable", requestId, { message: "SYNC_SECRET is not set." });
  if (!bears(request.headers, SYNC_SECRET)) {
    const wait = await chargeAddress(request.headers);
    if (wait !== null) return refuse("rate_limited", requestId, tooOften(wait));
    return refuse("signed_out", requestId, { message: "The bearer is not SYNC_SECRET." });
  }
  const until = AbortSignal.timeout(within);
  try {
    const housekeeping = await keepHouse(until);
    const run = await advance(until);
    const isOver = run === null || run.status === "done";
    return respond(isOver ? 200 : 202, { run: run && toAnswer(run), housekeeping }, requestId);
  } catch (error) {
    log.error({ requestId, error }, "the scheduled sync failed");
    return refuse(codeOfFault(error) === "unavailable" ? "unavailable" : "internal", requestId);
  }
}

/** Of both a digest: neither how far they agree nor how long the secret is can be told from the time. */
function bears(headers: Headers, secret: string): boolean {
  const given = headers.get("authorization") ?? "";
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(`Bearer ${secret}`));
}

/** Goes on with the reconcile, or begins the next one; null where none is due yet. */
async function advance(signal: AbortSignal): Promise<Run | null> {
  if (!(await isDue())) return null;
  try {
    const asked = { kind: "reconcile", scope: "all", dryRun: false, confirmed: false } as const;
    const { id } = await startRun({ ...asked, startedBy: "schedule" });
    return await runSync(id, { signal });
  } catch (error) {
    if (error instanceof SyncBusy) return error.run;
    throw error;
  }
}

async function isDue(): Promise<boolean> {
  const rows = await syncTransaction((sql) =>
    sql.query(
      `SELECT FROM "public"."SyncRun" WHERE "kind" = 'reconcile' AND "scope" = 'all' AND NOT "dryRun" AND "status" IN ('done', 'stopped')
         AND "createdAt" > now() - interval '${betweenRuns} minutes'
         AND "createdAt" = (SELECT max(newest."createdAt") FROM "public"."SyncRun" newest
           WHERE newest."kind" = 'reconcile' AND newest."scope" = 'all' AND NOT newest."dryRun")`,
    ),
  );
  return rows.length === 0;
}

function toAnswer({ id, status, done, total, error }: Run) {
  return { id, status, done, total, error };
}
