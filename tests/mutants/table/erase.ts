import { mutantsOf } from "../mutant.ts";

const scan = "tests/integration/sync/erasure/scan.test.ts";
const erase = "tests/integration/sync/erasure/erase.test.ts";
const exported = "tests/integration/sync/erasure/export.test.ts";
const check = "tests/integration/db/check.test.ts";

/** What is left of a person once they are deleted, and of payloads after their time. */
export const eraseMutants = [
  ...mutantsOf(
    "prisma/migrations/20261123001200_erase/migration.sql",
    [scan],
    [
      {
        id: "erase/payloads",
        guard: "what the inbox holds of a deleted person is reduced",
        find: `UPDATE "public"."WebhookDelivery" d SET "payload" = "app"."reduce_payload"(d."payload"), "reducedAt" = now()\n    WHERE d."id" IN (SELECT o."id" FROM "public"."WebhookDelivery" o\n      WHERE o."subjects" @> ARRAY[person]`,
        replace: `UPDATE "public"."WebhookDelivery" d SET "reducedAt" = now()\n    WHERE d."id" IN (SELECT o."id" FROM "public"."WebhookDelivery" o\n      WHERE o."subjects" @> ARRAY[person]`,
      },
      {
        id: "erase/drafts",
        guard: "a deleted person's drafts are deleted",
        find: `o."authorId" = person AND o."status" = 'draft' LIMIT most`,
        replace: `o."authorId" = person AND false LIMIT most`,
      },
      {
        id: "erase/published",
        guard: "what a deleted person published stays",
        find: ` AND o."status" = 'draft' LIMIT most`,
        replace: ` LIMIT most`,
      },
      {
        id: "erase/invited",
        guard: "open invitations forget a deleted person's address",
        find: `SET "emailAddress" = NULL, "sourceDigest" = '~'`,
        replace: `SET "sourceDigest" = '~'`,
      },
      {
        id: "erase/invited-again",
        guard: "the same version of an invitation does not bring an erased address back",
        find: `SET "emailAddress" = NULL, "sourceDigest" = '~'`,
        replace: `SET "emailAddress" = NULL, "sourceDigest" = ''`,
        killers: [erase],
      },
      {
        id: "erase/invited-payloads",
        guard: "what the inbox holds of such invitations is reduced",
        find: `o."subjects" && invitations AND o."reducedAt" IS NULL`,
        replace: `o."subjects" && invitations AND false`,
        killers: [erase],
      },
      {
        id: "erase/addresses",
        guard: "a deleted person's addresses are those that stored payloads say too",
        find: `d."type" LIKE 'user.%' AND`,
        replace: `d."type" LIKE 'nobody.%' AND`,
      },
      {
        id: "erase/verified",
        guard: "an address that was never verified takes no invitation along",
        find: `      AND each #>> '{verification,status}' = 'verified'`,
        replace: `      AND true`,
        killers: [erase],
      },
      {
        id: "erase/living",
        guard: "nobody who lives is erased",
        find: `WHERE u."id" = person AND u."deleted") THEN`,
        replace: `WHERE u."id" = person) THEN`,
        killers: [erase],
      },
      {
        id: "erase/finished",
        guard: "an erasure is not called finished while something is left",
        find: `IF drafts < most AND payloads < most THEN`,
        replace: `IF drafts <= most THEN`,
        killers: [erase],
      },
      {
        id: "erase/author",
        guard: "a deleted author writes no draft",
        find: `IF gone THEN`,
        replace: `IF gone AND false THEN`,
        killers: [erase],
      },
      {
        id: "erase/author-race",
        guard: "a deletion waits for a draft that is being written",
        find: `WHERE u."id" = NEW."authorId" FOR SHARE;`,
        replace: `WHERE u."id" = NEW."authorId";`,
        killers: [erase],
      },
      {
        id: "erase/reduced-ids",
        guard: "a reduced payload keeps ids by their form",
        find: `        AND each.value #>> '{}' ~ '^[a-z]+_[A-Za-z0-9_-]{1,120}$')`,
        replace: `        )`,
        killers: [erase],
      },
      {
        id: "erase/reduced-codes",
        guard: "a reduced payload keeps codes by their form",
        find: ` AND each.value #>> '{}' ~ '^[a-z][a-z0-9:_-]{0,63}$')`,
        replace: `)`,
        killers: [erase],
      },
      {
        id: "erase/reduced-keys",
        guard: "a reduced payload keeps nothing by other names",
        find: `each.key IN ('id', 'user_id', 'organization_id')`,
        replace: `each.key NOT IN ('name')`,
        killers: [erase],
      },
      {
        id: "erase/for-the-sync",
        guard: "nobody but the sync erases",
        find: `  TO gate_sync;`,
        replace: `  TO gate_sync, gate_user;`,
        killers: [check],
      },
    ],
  ),
  ...mutantsOf(
    "prisma/migrations/20261123001210_export/migration.sql",
    [exported],
    [
      {
        id: "export/own",
        guard: "nobody but an administrator has another person's export",
        find: `person IS DISTINCT FROM "app"."user_id"()`,
        replace: `false`,
      },
      {
        id: "export/whole",
        guard: "an export has every table that names the person",
        find: `WHERE s."userId" = person`,
        replace: `WHERE false`,
      },
      {
        id: "export/payloads",
        guard: "an export holds no payload",
        find: ` - ARRAY['payload', 'subjects']`,
        replace: ` - ARRAY['subjects']`,
      },
      {
        id: "export/texts",
        guard: "an export holds no text of an organization's",
        find: `to_jsonb(t) - 'title'`,
        replace: `to_jsonb(t)`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/erase.ts",
    [erase],
    [
      {
        id: "erase/arrival",
        guard: "what arrives of a deleted person is reduced",
        find: `WHERE u."id" = ANY ($1) AND u."deleted"`,
        replace: `WHERE u."id" = ANY ($1) AND false`,
        killers: [scan],
      },
      {
        id: "erase/holds",
        guard: "a deletion waits for what is being taken of the person",
        find: `if (change?.kind === "user-deleted")`,
        replace: `if (change === null)`,
      },
      {
        id: "erase/held",
        guard: "what arrives waits for the person's deletion",
        find: `else if (people.length > 0)`,
        replace: `else if (people.length > 99)`,
      },
      {
        id: "erase/closed-organization",
        guard: "what the inbox holds of the invitations of a deleted organization is reduced",
        find: ` || type === "organization.deleted"`,
        replace: "",
      },
      {
        id: "erase/forgotten",
        guard: "what the inbox holds of an invitation is reduced once its address is not needed",
        find: `AND i."emailAddress" IS NULL`,
        replace: `AND false`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/inbox.ts",
    [scan],
    [
      {
        id: "erase/failed",
        guard: "what failed is reduced too where it speaks of a deleted person",
        find: `    await reduceArrival(sql, delivery.envelope.type, subjects);\n  });`,
        replace: `  });`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/apply/user.ts",
    [erase],
    [
      {
        id: "erase/primary",
        guard: "the address that the mirror knew is forgotten by invitations too",
        find: `row?.address ? [row.address] : []`,
        replace: `[]`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/events.ts",
    [scan],
    [
      {
        id: "erase/named",
        guard: "an event is about everybody whom it names",
        find: `, ...namedPeople(data)];`,
        replace: `];`,
      },
      {
        id: "erase/made-by",
        guard: "what an organization was told is not lost with who made it",
        find: `key !== "created_by" && `,
        replace: "",
        killers: [erase],
      },
      {
        id: "erase/metadata",
        guard: "nobody is named by what people say of themselves",
        find: ` && !key.endsWith("_metadata")`,
        replace: "",
        killers: [erase],
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/kept.ts",
    [scan],
    [
      {
        id: "erase/without-id",
        guard: "nothing is kept of people who have no id yet",
        find: `(email|sms|invitation|waitlistEntry)`,
        replace: `(email|sms)`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/housekeeping/reduce-payloads.ts",
    [erase],
    [
      {
        id: "erase/retention",
        guard: "payloads are kept for their time",
        find: `AND "receivedAt" < now() - make_interval(days => $1)`,
        replace: `AND $1::int > 0`,
      },
      {
        id: "erase/retention-failed",
        guard: "what was not applied is kept for a replay",
        find: ` AND "status" <> 'failed'`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "prisma/columns.mjs",
    ["tests/unit/db/columns.test.ts"],
    [
      {
        id: "erase/classified",
        guard: "every column says what it holds",
        find: "else faults.push(`${table}.${column}`);",
        replace: "",
      },
    ],
  ),
];
