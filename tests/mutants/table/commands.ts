import { mutantsOf } from "../mutant.ts";

const member = "tests/integration/command/member.test.ts";
const administrator = "tests/integration/command/administrator.test.ts";
const impersonate = "tests/integration/command/impersonate.test.ts";
const secondLock = "tests/integration/command/second-lock.test.ts";
const unknown = "tests/integration/command/unknown.test.ts";

/** What is judged and written down before Clerk is asked, and what becomes of it. */
export const commandMutants = [
  ...mutantsOf(
    "prisma/migrations/20261123000900_commands/migration.sql",
    [member],
    [
      {
        id: "command/leaving-counts",
        guard: "of two who leave at once, one stays",
        find: `WHERE c."status" IN ('begun', 'unknown') AND c."organizationId" = tenant`,
        replace: `WHERE false AND c."organizationId" = tenant`,
      },
      {
        id: "command/unknown-counts",
        guard: "who may be gone is counted as gone",
        find: `WHERE c."status" IN ('begun', 'unknown') AND c."organizationId" = tenant`,
        replace: `WHERE c."status" = 'begun' AND c."organizationId" = tenant`,
        killers: [unknown],
      },
      {
        id: "command/settled-once",
        guard: "what is settled stays so",
        find: `known."status" IN ('done', 'refused') OR `,
        replace: "",
        killers: [secondLock],
      },
    ],
  ),
  ...mutantsOf(
    "prisma/migrations/20261123001500_impersonation/migration.sql",
    [member],
    [
      {
        id: "command/not-oneself",
        guard: "nobody removes themselves",
        find: `IF action = 'member.remove' AND subject = caller THEN`,
        replace: `IF false THEN`,
      },
      {
        id: "command/own-member",
        guard: "a member of another organization is none",
        find: `AND NOT m."deleted" AND NOT o."deleted";\n    IF NOT FOUND THEN`,
        replace: `AND NOT m."deleted" AND NOT o."deleted";\n    IF false THEN`,
      },
      {
        id: "command/last-manager",
        guard: "somebody stays who manages the members",
        find: `AND NOT "app"."keeps_manager"(tenant, subject, source) THEN`,
        replace: `AND false THEN`,
      },
      {
        id: "command/own-invitation",
        guard: "an invitation of another organization is none",
        find: `WHERE i."id" = subject AND i."organizationId" = tenant;`,
        replace: `WHERE i."id" = subject;`,
        // Clerk would not find it there either, but only after it was asked.
        killers: [secondLock],
      },
      {
        id: "command/administrator-not-oneself",
        guard: "no administrator suspends or unmakes themselves",
        find: `      IF subject = caller THEN`,
        replace: `      IF false THEN`,
        killers: [administrator],
      },
      {
        id: "command/last-administrator",
        guard: "of the last two administrators one stays",
        find: `AND NOT "app"."keeps_administrator"(subject) THEN`,
        replace: `AND false THEN`,
        killers: [administrator],
      },
      {
        id: "command/impersonated",
        guard: "the database takes no command from whoever acts as somebody else",
        find: `IF nullif(current_setting('app.impersonator_id', true), '') IS NOT NULL THEN`,
        replace: `IF false THEN`,
        killers: [secondLock],
      },
      {
        id: "command/impersonate-not-oneself",
        guard: "nobody acts as themselves",
        find: `IF action = 'admin.impersonate' AND subject = caller THEN`,
        replace: `IF false THEN`,
        killers: [impersonate],
      },
      {
        id: "command/impersonate-administrator",
        guard: "nobody acts as another administrator",
        find: `(person."platformRole" = 'admin' OR person."banned")`,
        replace: `person."banned"`,
        killers: [impersonate],
      },
      {
        id: "command/impersonate-banned",
        guard: "nobody acts as somebody who is suspended",
        find: `(person."platformRole" = 'admin' OR person."banned")`,
        replace: `person."platformRole" = 'admin'`,
        killers: [impersonate],
      },
    ],
  ),
  ...mutantsOf(
    "src/server/clerk/command/carry-out.ts",
    [unknown],
    [
      {
        id: "command/looks-again",
        guard: "where the answer is lost, Clerk is asked how things stand",
        find: `    if (look.done) return;`,
        replace: "",
      },
      {
        id: "command/honest",
        guard: "after Clerk has done it nobody hears that nothing was changed",
        find: `throw new CommandFault("outcome_unknown", undefined, { cause: error });`,
        replace: `throw error;`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/run/perform.ts",
    [unknown],
    [
      {
        id: "command/settled-by-reconcile",
        guard: "what nobody knows the end of is settled by the next reconcile",
        find: `await settleCommands();`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/clerk/command/conclude.ts",
    [member],
    [
      {
        id: "command/applied",
        guard: "what Clerk answered is in force before it is answered",
        find: `for (const each of seen) await takeObservation({ source: "command", ...each });`,
        replace: `void [seen, takeObservation];`,
      },
    ],
  ),
];
