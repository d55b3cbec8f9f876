import { mutantsOf } from "../mutant.ts";

const folder = "tests/integration/sync/reconcile";
const drift = `${folder}/drift.test.ts`;
const faults = `${folder}/faults.test.ts`;
const schedule = `${folder}/schedule.test.ts`;
const replay = "tests/integration/sync/replay.test.ts";

export const reconcileMutants = [
  ...mutantsOf(
    "src/server/sync/reconcile/sweep-absent.ts",
    [drift],
    [
      {
        id: "reconcile/limit",
        guard: "more than ten tombstones and 1 % are for a person to decide",
        find: "if (gone.length > limit && !confirmed && !dryRun) {",
        replace: "if (gone.length < 0) {",
      },
      {
        id: "reconcile/empty-list",
        guard: "lists of memberships that are all empty bury nobody",
        find: "at.limit ?? (isEmptyList(stage) ? 0 : await limitOf(kind))",
        replace: "at.limit ?? (await limitOf(kind))",
      },
      {
        id: "reconcile/suspicion",
        guard: "who is absent from a list is looked at by themselves",
        find: `if (sight.state === "gone") gone.push([row.id, sight.date]);`,
        replace: `if (sight.date > 0) gone.push([row.id, sight.date]);`,
        killers: [faults, "tests/integration/sync/histories/losses.test.ts"],
      },
      {
        id: "reconcile/changed-since",
        guard: "what changed since the run began is passed over",
        find: "row.timestamp >= began || (row.version",
        replace: "(row.version",
      },
      {
        id: "reconcile/young-stub",
        guard: "a stub that a request has just made is passed over",
        find: " || (row.version === 0 && row.made >= work.run.createdAt.getTime())",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/reconcile/clerk.ts",
    [faults],
    [
      {
        id: "reconcile/proof",
        guard: "only Clerk's own code says that somebody is gone",
        find: ` && error.code === "resource_not_found"`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/reconcile/sweep-list.ts",
    [faults],
    [
      {
        id: "reconcile/overlap",
        guard: "a page repeats the end of the one before",
        find: "offset += pageSize - overlap;",
        replace: "offset += pageSize;",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/reconcile/all.ts",
    [drift],
    [
      {
        id: "reconcile/instance",
        guard: "lists of another instance are not applied",
        find: `if (!isOurs) throw new RunStop("another_instance");`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/reconcile/observe.ts",
    [drift],
    [
      {
        id: "reconcile/raise",
        guard: "a read is the last word on the version that it saw",
        find: "if (!seen.dryRun) await raiseVersions(kind, seen.date, raises);",
        replace: "",
      },
      {
        id: "reconcile/dry-run",
        guard: "a dry run changes nothing",
        find: "if (dryRun) return finding;",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/reconcile/patience.ts",
    [faults],
    [
      {
        id: "reconcile/retry-after",
        guard: "429 is waited out as long as it says",
        find: "error.retryAfter === null ? backoff : error.retryAfter * 1000",
        replace: "backoff",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/run/run.ts",
    [faults],
    [
      {
        id: "run/one-at-a-time",
        guard: "one run at a time",
        find: `    if (busy) throw new SyncBusy(toRun(busy));
    const values`,
        replace: "    const values",
      },
      {
        id: "run/stale",
        guard: "a run whose process was killed is gone on with",
        find: `'running' AND "heartbeatAt" > now() - interval '\${staleAfter} seconds'`,
        replace: `'running'`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/schedule.ts",
    [schedule],
    [
      {
        id: "schedule/secret",
        guard: "only the scheduler's secret starts the scheduled work",
        find: "if (!bears(request.headers, SYNC_SECRET)) {",
        replace: "if (request.headers.has(SYNC_SECRET)) {",
      },
      {
        id: "schedule/due",
        guard: "a reconcile that is done is not begun again at once",
        find: "if (!(await isDue())) return null;",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/inbox.ts",
    [replay],
    [
      {
        id: "replay/reduced",
        guard: "what is left of a reduced payload is not applied",
        find: `if (row.reduced) return { outcome: "reduced", changed: false };`,
        replace: "",
      },
    ],
  ),
];
