import { mutantsOf } from "../mutant.ts";

const mask = "tests/unit/sync/mask.test.ts";
const delivery = "tests/integration/noun/delivery.test.ts";
const run = "tests/integration/noun/run.test.ts";
const polling = "tests/unit/ui/webhooks.test.ts";

/** What administrators see of the inbox, and what they set going. */
export const inboxMutants = [
  ...mutantsOf(
    "src/server/sync/mask.ts",
    [mask],
    [
      {
        id: "inbox/mask-containers",
        guard: "an object whose keys are not Clerk's is hidden as a whole",
        find: `if (!containers.has(name)) return hiddenValue;`,
        replace: "",
      },
      {
        id: "inbox/mask-keys",
        guard: "a key that is no field's name is hidden",
        find: `fieldName.test(name) ?`,
        replace: `name ?`,
      },
      {
        id: "inbox/mask-ids",
        guard: "what stands in the place of an id, and is none, is hidden",
        find: `ids.has(name) && id.test(value)`,
        replace: `ids.has(name)`,
      },
      {
        id: "inbox/mask-codes",
        guard: "what stands in the place of a code, and is none, is hidden",
        find: `codes.has(name) && code.test(value)`,
        replace: `codes.has(name)`,
      },
      {
        id: "inbox/mask-numbers",
        guard: "a number that is neither a time nor a count is hidden",
        find: `return numbers.test(name);`,
        replace: `return true;`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/delivery/list.ts",
    [delivery],
    [
      {
        id: "inbox/masked-detail",
        guard: "a delivery is shown masked",
        find: `maskPayload(await db.inbox.payload(id))`,
        replace: `await db.inbox.payload(id)`,
      },
      {
        id: "inbox/replay-absent",
        guard: "a delivery that is not there is not replayed",
        find: `=== 0) throw new AppError("not_found");`,
        replace: `< 0) throw new AppError("not_found");`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/run/start.ts",
    [run],
    [
      {
        id: "inbox/confirm-stopped",
        guard: "only a run that asks for it is confirmed",
        find: `if (status !== "stopped" || error !== "too_many_tombstones")`,
        replace: `if (error === "nothing")`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/trpc/procedures.ts",
    [run],
    [
      {
        id: "inbox/after-commit",
        guard: "what a call asks for begins only when the call is committed",
        find: `if (result.ok) for (const work of later) await work();`,
        replace: `for (const work of later) await work();`,
      },
      {
        id: "inbox/query-sets-nothing-going",
        guard: "a query sets nothing going",
        find: `if (type !== "mutation") throw new Error(\`\${path} is a query, which sets nothing going.\`);`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/ui/admin/webhooks/poll.ts",
    [polling],
    [
      {
        id: "inbox/polling-ends",
        guard: "a run that has ended is not asked for again",
        find: `if (!isLive(run)) return false;`,
        replace: "",
      },
      {
        id: "inbox/polling-slows",
        guard: "a long run is asked for more rarely",
        find: `Math.max(soonest, (now - run.createdAt.getTime()) / 10)`,
        replace: `soonest`,
      },
    ],
  ),
];
