import { mutantsOf } from "../mutant.ts";

const handle = "tests/unit/db/handle.test.ts";
const isolation = "tests/integration/db/isolation.test.ts";
const permission = "tests/integration/gates/permission.test.ts";
const transaction = "tests/integration/gates/transaction.test.ts";
const check = "tests/integration/db/check.test.ts";
const types = "tests/types/compile.test.ts";

/** What a handle has, and what it lets through. */
export const handleMutants = [
  ...mutantsOf(
    "src/server/db/open.ts",
    [handle],
    [
      {
        id: "handle/granted-methods",
        guard: "a model has only the methods of the granted actions",
        find: `for (const method of methodsOf[action]) {`,
        replace: `for (const method of Object.values(methodsOf).flat()) {`,
      },
      {
        id: "handle/granted-models",
        guard: "a handle has only the granted models",
        find: `for (const [model, actions] of grantedActions(gate, tenant?.permission)) {`,
        replace: `for (const [model, actions] of [...grantedActions("user"), ...grantedActions(gate, tenant?.permission)]) {`,
      },
      {
        id: "handle/proved-permission",
        guard: "an organization's handle goes as far as the permission that was proved",
        find: `grantedActions(gate, tenant?.permission)`,
        replace: `grantedActions(gate, tenant && "org:projects:manage")`,
      },
      {
        id: "handle/frozen-model",
        guard: "a model's methods cannot be replaced",
        find: `Object.freeze(methods)`,
        replace: `methods`,
      },
      {
        id: "handle/frozen",
        guard: "a handle cannot be added to",
        find: `Object.freeze(handle) as`,
        replace: `handle as unknown as`,
      },
      {
        id: "handle/no-prototype",
        guard: "a handle inherits nothing",
        find: `Object.create(null) as Record`,
        replace: `{} as Record`,
      },
      {
        id: "handle/key",
        guard: "a compound key names the active organization",
        find: `=> ({ organizationId, id });`,
        replace: `=> ({ organizationId: id, id });`,
      },
      {
        id: "handle/data-tenant",
        guard: "data does not name the organization",
        find: `field === "organizationId" || `,
        replace: "",
      },
      {
        id: "handle/data-relations",
        guard: "data writes no relations",
        find: ` || !Object.hasOwn(scalars, field)`,
        replace: "",
      },
      {
        id: "handle/data-own-names",
        guard: "data has only names of the model's own fields, not of every object's",
        find: `!Object.hasOwn(scalars, field)`,
        replace: `!(field in scalars)`,
      },
      {
        id: "handle/data-rows",
        guard: "every row of the data is looked at",
        find: `Array.isArray(data) ? data : [data]`,
        replace: `Array.isArray(data) ? data.slice(0, 1) : [data]`,
      },
      {
        id: "handle/data-object",
        guard: "data is an object",
        find: `typeof row !== "object" || row === null`,
        replace: `row === undefined`,
      },
      {
        id: "handle/data-checked",
        guard: "data is looked at before anything is sent",
        find: `    assertScalarData(model, args?.["data"]);\n`,
        replace: "",
      },
      {
        id: "handle/faults",
        guard: "the database's errors are mapped to the closed union",
        find: `throw mapFault(error);`,
        replace: `throw error;`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/handle.ts",
    [types],
    [
      {
        id: "handle/find-unique",
        guard: "a handle has no findUnique, which Prisma batches across requests",
        find: `read: ["findMany", "findFirst", "count"],`,
        replace: `read: ["findMany", "findFirst", "findUnique", "count"],`,
        killers: [handle],
      },
      {
        id: "handle/type-create",
        guard: "a create does not name the organization: it does not compile",
        find: `Closed<M, "organizationId">;`,
        replace: `Closed<M, never>;`,
      },
      {
        id: "handle/type-update",
        guard: "an update does not name the organization or the id: it does not compile",
        find: `Closed<M, "organizationId" | "id">;`,
        replace: `Closed<M, never>;`,
      },
      {
        id: "handle/type-proof",
        guard: "a handle made by hand does not compile",
        find: `readonly [proof]: { readonly`,
        replace: `readonly [proof]?: { readonly`,
      },
    ],
  ),
  ...mutantsOf(
    "src/access/grants.ts",
    [handle],
    [
      {
        id: "grants/permission-at-other-gates",
        guard: "a permission gives nothing outside the organization's gate",
        find: `if (gate === "org" && permission) {`,
        replace: `if (permission) {`,
        killers: ["tests/unit/access/grants.test.ts"],
      },
      {
        id: "grants/remembered-by-permission",
        guard: "what is remembered for one permission is not given to another",
        find: 'const key = `${gate} ${permission ?? ""}`;',
        replace: "const key = `${gate}`;",
        killers: ["tests/unit/access/grants.test.ts"],
      },
    ],
  ),
];

/** Under which role and with which claims a statement runs, and what ends with a transaction. */
export const scopeMutants = [
  ...mutantsOf(
    "src/server/db/scope.ts",
    [transaction],
    [
      {
        id: "scope/none",
        guard: "nothing runs without a scope",
        find: `if (!scope) throw new UnscopedStatement();`,
        replace: `if (!scope) return new Scope({ gate: "public" });`,
        killers: [handle],
      },
      {
        id: "scope/left",
        guard: "a mutation's resolver reaches the database through its handle alone",
        find: `return storage.exit(start);`,
        replace: `return start();`,
      },
      {
        id: "scope/read-only",
        guard: "a scope is read-only unless it says otherwise",
        find: `this.readOnly = claims.write !== true;`,
        replace: `this.readOnly = claims.write === false;`,
      },
      {
        id: "scope/role",
        guard: "a scope has its own gate's role",
        find: "this.role = `gate_${claims.gate}`;",
        replace: 'this.role = "gate_org";',
        killers: ["tests/integration/noun/admin.test.ts"],
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/statement.ts",
    [transaction],
    [
      {
        id: "statement/read-only",
        guard: "the database is told that a scope only reads",
        find: `scope.readOnly ? "on" : "off"`,
        replace: `"off"`,
      },
      {
        id: "statement/role-ends",
        guard: "the role ends with the transaction",
        find: `set_config('role', $2, true)`,
        replace: `set_config('role', $2, false)`,
        killers: [isolation],
      },
      {
        id: "statement/held",
        guard:
          "a statement that was sent behind a refusal is not taken for one that the server holds",
        find: `if (statement) statement.held = "in doubt";`,
        replace: `if (statement) statement.held = "yes";`,
        killers: ["tests/integration/db/prepared.test.ts"],
      },
      {
        id: "statement/another",
        guard: "no statement is taken for another that the connection holds",
        find: `: held.take(scope.role, this.text);`,
        replace: `: held.take(scope.role, "");`,
        killers: ["tests/integration/db/prepared.test.ts"],
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/lease.ts",
    [transaction],
    [
      {
        id: "lease/given-back",
        guard: "a connection that was given back sends nothing more for its last call",
        find: `if (this.#released) throw new Error("The connection of this call has been given back.");`,
        replace: "",
        killers: ["tests/integration/db/pool.test.ts"],
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/pool.ts",
    [check],
    [
      {
        id: "pool/checked-statement",
        guard: "no statement before the database was found to be safe",
        find: `    await this.check();\n    return this.#withClient(`,
        replace: `    return this.#withClient(`,
      },
      {
        id: "pool/checked-transaction",
        guard: "no transaction before the database was found to be safe",
        find: `    await this.check();\n    return new TransactionClient(`,
        replace: `    return new TransactionClient(`,
      },
      {
        id: "pool/transaction-scope",
        guard: "a transaction takes the scope of its call",
        find: `const scope = currentScope();\n    await this.check();\n    return new Trans`,
        replace: `const scope = new (await import("./scope")).Scope({ gate: "sync", write: true });\n    await this.check();\n    return new Trans`,
        killers: [isolation],
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/gate.ts",
    [transaction],
    [
      {
        id: "transaction/rollback",
        guard: "a mutation that failed is rolled back",
        find: `if (!result.ok) throw new Rollback(result);`,
        replace: "",
      },
      {
        id: "transaction/reader",
        guard: "a query's handle has the reading methods alone",
        find: `entry.gate, entry.tenant, "reads")`,
        replace: `entry.gate, entry.tenant, "granted")`,
      },
      {
        id: "query/entered",
        guard: "a query that asked the database for nothing is not answered before the entry was",
        find: `if (told && scope.answer !== "let in") await enterAlone(scope);`,
        replace: "",
        killers: [permission],
      },
      {
        id: "query/refusal-passed-over",
        guard: "a query that passed over its refusal is not answered",
        find: `scope.answer !== "let in"`,
        replace: `scope.answer === null`,
        killers: [permission],
      },
      {
        id: "transaction/left-scope",
        guard: "a resolver runs outside the transaction's scope",
        find: `await leaveScope(() => run(db))`,
        replace: `await run(db)`,
      },
    ],
  ),
];
