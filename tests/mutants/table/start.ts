import { mutantsOf } from "../mutant.ts";

const check = "tests/integration/db/check.test.ts";
const grants = "tests/integration/db/grants.test.ts";

/** Why start refuses to serve. */
export const startMutants = [
  ...mutantsOf(
    "src/env.ts",
    ["tests/unit/env.test.ts"],
    [
      {
        id: "start/webhook-secret",
        guard: "start refuses a webhook secret that cannot be decoded",
        find: `/^whsec_(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/`,
        replace: `/^whsec_[A-Za-z0-9+/=]*$/`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/check.ts",
    [check],
    [
      {
        id: "start/faults",
        guard: "start refuses a database with a fault",
        find: `if (faults.length > 0) throw new UnsafeDatabase(faults);`,
        replace: "",
      },
      {
        id: "start/superuser",
        guard: "start refuses a superuser",
        find: `if (facts.superuser) {`,
        replace: `if (facts.role === "") {`,
      },
      {
        id: "start/bypass",
        guard: "start refuses a role that can bypass row security",
        find: `if (facts.bypasses) faults.push`,
        replace: `if (facts.role === "") faults.push`,
      },
      {
        id: "start/unbound",
        guard: "start refuses a role that may switch to one that can bypass row security",
        find: `if (facts.unbound.length > 0) {`,
        replace: `if (facts.role === "") {`,
      },
      {
        id: "start/owner",
        guard: "start refuses an owner",
        find: `if (facts.owned.length > 0) {`,
        replace: `if (facts.role === "") {`,
      },
      {
        id: "start/inherits",
        guard: "start refuses a role that inherits a gate",
        find: `if (facts.inherited.length > 0) {`,
        replace: `if (facts.role === "") {`,
      },
      {
        id: "start/missing-gate",
        guard: "start refuses a role that lacks a gate",
        find: `if (missingGates.length > 0) {`,
        replace: `if (facts.role === "") {`,
      },
      {
        id: "start/classified",
        guard: "start refuses a table that nobody classified",
        find: `if (!expected.has(table.name))`,
        replace: `if (table.name === "")`,
      },
      {
        id: "start/row-security",
        guard: "start refuses a table without row security",
        find: `if (!table.secured) faults.push`,
        replace: `if (table.name === "") faults.push`,
      },
      {
        id: "start/policy",
        guard: "start refuses a table without a policy",
        find: `else if (table.policies.length === 0) faults.push`,
        replace: `else if (table.name === "") faults.push`,
      },
      {
        id: "start/missing-table",
        guard: "start refuses a database that lacks a table",
        find: `if (expected.size > 0) {`,
        replace: `if (facts.role === "") {`,
      },
      {
        id: "start/rights",
        guard: "start holds every privilege and policy to the table of grants",
        find: `...findRightsFaults(facts.tables.map((table) => withoutKnown(table, facts)))`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/powers.ts",
    [check],
    [
      {
        id: "start/powers",
        guard: "start refuses a role that can do more than the tables' rules say",
        find: "...beyond.map(({ role, power }) => `${role} ${power}, which no role of the application needs`),",
        replace: "",
      },
      {
        id: "start/entry",
        guard: "start refuses a database whose entry is closed",
        find: `    ...missing,\n`,
        replace: "",
      },
      {
        id: "start/append-only",
        guard: "start refuses an audit trail that the owner may change",
        find: `.filter((name) => !firing.includes(name))`,
        replace: `.filter((name) => name === "")`,
      },
      {
        id: "start/definers",
        guard: "start knows each function that runs as the owner",
        find: `WHERE f.prosecdef AND `,
        replace: `WHERE f.proname LIKE 'audit%' AND f.prosecdef AND `,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/rights.ts",
    [grants],
    [
      {
        id: "rights/privilege-beyond",
        guard: "a privilege that the table of grants does not have is found",
        find: `if (expected !== held)`,
        replace: `if (expected && !held)`,
      },
      {
        id: "rights/privilege-missing",
        guard: "a privilege that is missing is found",
        find: `if (expected !== held)`,
        replace: `if (!expected && held)`,
      },
      {
        id: "rights/policy-missing",
        guard: "a policy that is missing is found",
        find: `if (expected && matching.length === 0) {`,
        replace: `if (role.length === 0) {`,
        killers: [check],
      },
      {
        id: "rights/policy-beyond",
        guard: "a policy that the table of grants does not have is found",
        find: `if (!expected && !grantsNothing(policy))`,
        replace: `if (role.length === 0)`,
      },
      {
        id: "rights/policy-for-others",
        guard: "a policy for others than the gates is found",
        find: `if (!known || !permissive)`,
        replace: `if (!permissive)`,
      },
      {
        id: "rights/policy-restrictive",
        guard: "a restrictive policy is found",
        find: `if (!known || !permissive)`,
        replace: `if (!known)`,
      },
      {
        id: "rights/other",
        guard: "a right that no role needs is found",
        find: `if (beyond.length > 0)`,
        replace: `if (role === "")`,
      },
      {
        id: "rights/claim",
        guard: "a policy that does not ask whom it concerns is found",
        find: 'if ((role === "org" || role === "user") && !expression?.includes(`app.${claim[role]}()`))',
        replace: 'if ((role === "org" || role === "user") && role.length === 0)',
      },
      {
        id: "rights/permission",
        guard: "a policy that asks for another permission is found",
        find: `if (asked.join() !== wanted.join())`,
        replace: `if (role.length === 0)`,
      },
      {
        id: "rights/update-check",
        guard: "a policy for updates is read on both its sides",
        find: `update: [using, written]`,
        replace: `update: [using]`,
      },
    ],
  ),
];
