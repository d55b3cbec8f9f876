import { mutantsOf } from "../mutant.ts";

const append = "tests/integration/audit/append.test.ts";
const trail = "tests/integration/audit/trail.test.ts";
const limit = "tests/integration/audit/limit.test.ts";
const verify = "tests/integration/audit/verify.test.ts";
const concurrency = "tests/integration/audit/concurrency.test.ts";

/** What is done and what is refused leaves its row, and the rows stay as they are. */
export const auditMutants = [
  ...mutantsOf(
    "src/server/trpc/audit.ts",
    [trail],
    [
      {
        id: "audit/refusals-of-mutations",
        guard: "a mutation that was refused or failed leaves a row",
        find: `return type === "mutation" || gate === "admin"`,
        replace: `return gate === "admin"`,
      },
      {
        id: "audit/refusals-of-administrators",
        guard: "an administrator's procedure that was refused or failed leaves a row",
        find: `return type === "mutation" || gate === "admin" ||`,
        replace: `return type === "mutation" ||`,
      },
      {
        id: "audit/refusals-of-queries",
        guard: "a query whose caller was not let in leaves a row",
        find: ` || [401, 403].includes(errorCodes[code].http)`,
        replace: "",
      },
      {
        id: "audit/refused-impersonator",
        guard: "a refusal says who acts as whom",
        find: `impersonator: principal.impersonatorId ?? undefined,`,
        replace: "",
      },
      {
        id: "audit/refused-subject",
        guard: "a refusal names only what the procedure's own schema takes for an id",
        find: `subjectOf(await readInput(path, await getRawInput()))`,
        replace: `subjectOf(await getRawInput())`,
      },
      {
        id: "audit/refused-unreadable",
        guard: "what cannot be read leaves its row too",
        find: `} catch {
    return null;
  }`,
        replace: `} catch (error) {
    throw error;
  }`,
        killers: ["tests/integration/audit/unreadable.test.ts"],
      },
      {
        id: "audit/limit",
        guard: "a person's refusals do not fill the trail",
        find: `if (consumedPoints <= refusalLimit.points) return code;`,
        replace: `return code;`,
        killers: [limit],
      },
      {
        id: "audit/each-person",
        guard: "nobody's refusals are left out for another's",
        find: "refusals.penalty(`${userId} ${chain}`)",
        replace: `refusals.penalty(chain)`,
        killers: [limit],
      },
      {
        id: "audit/each-chain",
        guard: "refusals in one chain leave none out in another",
        find: "refusals.penalty(`${userId} ${chain}`)",
        replace: `refusals.penalty(userId)`,
        killers: [limit],
      },
      {
        id: "audit/patience",
        guard: "a row that cannot be written holds no answer up",
        find: `await Promise.race([written, late]);`,
        replace: `await written;`,
        killers: [limit],
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/gate.ts",
    [trail],
    [
      {
        id: "audit/done",
        guard: "what is done leaves a row",
        find: "else await transaction.$executeRaw`SELECT app.audit(${line.action}, ${line.subjectId})`;",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "prisma/migrations/20261123000400_enter/migration.sql",
    [append],
    [
      {
        id: "audit/no-delete",
        guard: "no row of the trail is deleted, by the owner neither",
        find: `BEFORE UPDATE OR DELETE OR TRUNCATE ON "public"."AuditEvent"`,
        replace: `BEFORE UPDATE OR TRUNCATE ON "public"."AuditEvent"`,
      },
      {
        id: "audit/no-update",
        guard: "no row of the trail is changed",
        find: `BEFORE UPDATE OR DELETE OR TRUNCATE ON "public"."AuditEvent"`,
        replace: `BEFORE DELETE OR TRUNCATE ON "public"."AuditEvent"`,
      },
      {
        id: "audit/no-truncate",
        guard: "the trail is not emptied",
        find: `BEFORE UPDATE OR DELETE OR TRUNCATE ON "public"."AuditEvent"`,
        replace: `BEFORE UPDATE OR DELETE ON "public"."AuditEvent"`,
      },
    ],
  ),
  ...mutantsOf(
    "prisma/migrations/20261123000500_audit_chain/migration.sql",
    [append],
    [
      {
        id: "chain/stays",
        guard: "a chain's end is not taken away",
        find: `BEFORE DELETE OR TRUNCATE ON "public"."AuditChain"`,
        replace: `BEFORE TRUNCATE ON "public"."AuditChain"`,
      },
      {
        id: "chain/refusal-gate",
        guard: "a refusal is of a gate that has a caller",
        find: `event."gate" IS NULL OR event."gate" NOT IN ('user', 'org', 'admin')`,
        replace: `event."gate" IS NULL`,
      },
      {
        id: "chain/refusal-person",
        guard: "a refusal is of somebody",
        find: `IF event."actorId" IS NULL THEN`,
        replace: `IF false THEN`,
      },
      {
        id: "chain/refusal-done",
        guard: "a refusal does not say that something was done",
        find: `IF outcome IS NULL OR outcome = 'done' THEN`,
        replace: `IF outcome IS NULL THEN`,
      },
      {
        id: "chain/action",
        guard: "an action in the trail is a name",
        find: `CHECK ("action" ~ '^[A-Za-z0-9_.]{1,120}$')`,
        replace: `CHECK ("action" <> '')`,
      },
      {
        id: "chain/subject",
        guard: "a subject in the trail is an id",
        find: `CHECK ("subjectId" ~ '^[A-Za-z0-9_-]{1,80}$')`,
        replace: `CHECK ("subjectId" <> '')`,
      },
      {
        id: "chain/place",
        guard: "an organization's rows are in its own chain",
        find: `WHEN organization IS NOT NULL THEN 'org:' || organization`,
        replace: `WHEN organization IS NOT NULL THEN 'org:all'`,
      },
      {
        id: "chain/follows",
        guard: "a row's hash holds the hash of the row before it",
        find: `convert_to(previous || string_agg(`,
        replace: `convert_to('' || string_agg(`,
        killers: [verify],
      },
      {
        id: "chain/every-field",
        guard: "a row's hash holds every field",
        find: `event."impersonatorId", event."gate", event."action", event."subjectId", event."outcome", event."requestId",\n      to_char`,
        replace: `event."gate", event."action", event."subjectId", event."outcome", event."requestId",\n      to_char`,
        killers: [verify],
      },
      {
        id: "chain/lock",
        guard: "writers of one chain wait for each other",
        find: `WHERE c."id" = event."chainId" FOR UPDATE;\n  IF NOT FOUND`,
        replace: `WHERE c."id" = event."chainId";\n  IF NOT FOUND`,
        killers: [concurrency],
      },
      {
        id: "chain/everybody",
        guard: "the chain's functions are not everybody's",
        find: `"app"."audit_refusal"(jsonb, text, text, text) FROM PUBLIC;`,
        replace: `"app"."audit_refusal"(jsonb, text, text, text) FROM gate_sync;`,
        killers: ["tests/integration/db/grants.test.ts"],
      },
    ],
  ),
  ...mutantsOf(
    "prisma/audit/chain.ts",
    [verify],
    [
      {
        id: "verify/missing",
        guard: "a deleted row is found",
        find: `if (sequence > missing) this.#say(`,
        replace: `if (sequence < 0) this.#say(`,
      },
      {
        id: "verify/number",
        guard: "a row under the number of another is found",
        find: `if (sequence <= this.#sequence)`,
        replace: `if (sequence < 0)`,
      },
      {
        id: "verify/changed",
        guard: "a changed row is found",
        find: `if (hashRow(row) !== row.hash) reasons`,
        replace: `if (row.hash === "") reasons`,
      },
      {
        id: "verify/follows",
        guard: "a moved or inserted row is found",
        find: `if (sequence === missing && row.previousHash !== this.#hash) {`,
        replace: `if (sequence < 0) {`,
      },
      {
        id: "verify/rewritten",
        guard: "a rewritten chain is found by its end",
        find: `if (sequence === this.head?.sequence && row.hash !== this.head.hash)`,
        replace: `if (sequence < 0)`,
      },
      {
        id: "verify/saved",
        guard: "a rewritten chain is found by saved heads",
        find: `if (sequence === this.saved?.sequence && row.hash !== this.saved.hash)`,
        replace: `if (sequence < 0)`,
      },
      {
        id: "verify/end",
        guard: "rows deleted at the end are found",
        find: `else if (head.sequence > last) this.#say(`,
        replace: `else if (head.sequence < 0) this.#say(`,
      },
      {
        id: "verify/behind-end",
        guard: "rows behind the end are found",
        find: `else if (head.sequence < last)\n`,
        replace: `else if (head.sequence < 0)\n`,
      },
      {
        id: "verify/unknown-chain",
        guard: "a chain that has no end is found",
        find: "if (!head) this.#say(range(1, last)",
        replace: "if (!head) void (range(1, last)",
      },
      {
        id: "verify/saved-end",
        guard: "rows taken back together with the end are found by saved heads",
        find: `if (saved && saved.sequence > Math.max(last, head?.sequence ?? 0))`,
        replace: `if (saved && saved.sequence < 0)`,
      },
    ],
  ),
  ...mutantsOf(
    "prisma/audit/verify.ts",
    [verify],
    [
      {
        id: "verify/sight",
        guard: "the trail is verified by a role that sees every row",
        find: `  if (sight.partial)\n`,
        replace: `  if (sight.role === "")\n`,
      },
      {
        id: "verify/no-chain",
        guard: "a row of no chain is found",
        find: '        faults.push(`row ${row.id ?? "without an id"}: belongs to no chain`);\n',
        replace: "",
      },
      {
        id: "verify/whole-chain-gone",
        guard: "a chain of which no row is left is found",
        find: `for (const chain of [...heads.keys(), ...saved.keys()]) {`,
        replace: `for (const chain of [] as string[]) {`,
      },
    ],
  ),
];
