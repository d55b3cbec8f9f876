import { mutantsOf } from "../mutant.ts";

const webhook = "tests/integration/sync/webhook.test.ts";
const signature = "tests/integration/sync/signature.test.ts";
const versions = "tests/integration/sync/versions.test.ts";
const order = "tests/integration/sync/order.test.ts";
const atOnce = "tests/integration/sync/at-once.test.ts";

/** A table's comparison of versions, as apply.ts writes it, and each of its parts left out. */
function comparisonMutants(kind: string, row: string, deleted: string, parts: readonly string[]) {
  const side = (of: string, left: readonly string[]) =>
    left
      .map((part) => `${of}."${part}"${part === "sourceDigest" ? ` COLLATE "C"` : ""}`)
      .join(", ");
  const comparison = (left: readonly string[]) =>
    `(${side(row, left)})\n       < (${side("excluded", left)})`;
  return parts.map((part) => ({
    id: `apply/${kind}-${part}`,
    guard: `a ${kind} is replaced only by a greater version: ${part}`,
    find: `${deleted}${comparison(parts)}`,
    replace: `${deleted}${comparison(parts.filter((other) => other !== part))}`,
  }));
}

const version = ["sourceVersion", "sourceTimestamp", "sourceDigest"];

const applyMutants = [
  ...mutantsOf(
    "src/server/sync/apply/user.ts",
    [versions],
    [
      ...comparisonMutants("user", "u", `NOT u."deleted" AND `, version),
      {
        id: "apply/user-deleted",
        guard: "a deleted user stays deleted",
        find: `WHERE NOT u."deleted" AND (`,
        replace: `WHERE (`,
      },
      {
        id: "apply/user-forgotten",
        guard: "nothing personal stays of a deleted user",
        find: `"deleted" = true, "email" = NULL, "name" = NULL,`,
        replace: `"deleted" = true,`,
      },
      {
        id: "apply/user-memberships",
        guard: "a deleted user's memberships end",
        find: `await tombstoneMemberships(sql, "userId", id);`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/apply/organization.ts",
    [versions],
    [
      ...comparisonMutants("organization", "o", `NOT o."deleted" AND `, version),
      {
        id: "apply/organization-deleted",
        guard: "a deleted organization stays deleted",
        find: `WHERE NOT o."deleted" AND (`,
        replace: `WHERE (`,
      },
      {
        id: "apply/organization-invitations",
        guard: "a deleted organization's open invitations end",
        find: `SET "status" = 'revoked', "emailAddress" = NULL, "sourceDigest" = '' WHERE`,
        replace: `SET "status" = 'pending' WHERE`,
        killers: [order],
      },
      {
        id: "apply/organization-memberships",
        guard: "a deleted organization's memberships end",
        find: `await tombstoneMemberships(sql, "organizationId", id);`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/apply/membership.ts",
    [versions],
    [
      ...comparisonMutants("membership", "m", "", ["sourceCreated", "deleted", ...version]),
      {
        id: "apply/membership-lock-order",
        guard: "memberships are locked in one order",
        find: `ORDER BY "organizationId", "userId" FOR NO KEY UPDATE`,
        replace: `FOR NO KEY UPDATE`,
        killers: [atOnce],
      },
      {
        id: "apply/membership-of-deleted-user",
        guard: "a late membership of a deleted user is none",
        find: ` || ends.user`,
        replace: "",
      },
      {
        id: "apply/membership-of-deleted-organization",
        guard: "a late membership of a deleted organization is none",
        find: ` || ends.organization`,
        replace: "",
      },
      {
        id: "apply/membership-user-race",
        guard: "a user's deletion waits for a membership that is being written",
        find: "FOR SHARE OF u, o",
        replace: "FOR SHARE OF o",
      },
      {
        id: "apply/membership-organization-race",
        guard: "an organization's deletion waits for a membership that is being written",
        find: "FOR SHARE OF u, o",
        replace: "FOR SHARE OF u",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/apply/invitation.ts",
    [order],
    [
      {
        id: "apply/invitation-terminal",
        guard: "an invitation that ended is not open again",
        find: `WHERE (i."status" <> 'pending', i."sourceVersion", i."sourceTimestamp", i."sourceDigest" COLLATE "C")
       < (excluded."status" <> 'pending', excluded."sourceVersion",`,
        replace: `WHERE (i."sourceVersion", i."sourceTimestamp", i."sourceDigest" COLLATE "C")
       < (excluded."sourceVersion",`,
      },
      {
        id: "apply/invitation-of-deleted-organization",
        guard: "a late invitation to a deleted organization is none",
        find: `organization?.deleted === true && `,
        replace: `false && `,
      },
      {
        id: "apply/invitation-race",
        guard: "an organization's deletion waits for an invitation that is being written",
        find: 'FROM "public"."Organization" WHERE "id" = $1 FOR SHARE`',
        replace: 'FROM "public"."Organization" WHERE "id" = $1`',
        killers: [atOnce],
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/apply/role.ts",
    [order],
    [
      {
        id: "apply/role-deleted",
        guard: "a deleted role stays deleted",
        find: `WHERE NOT r."deleted" AND (`,
        replace: `WHERE (`,
      },
      {
        id: "apply/permission-deleted",
        guard: "a deleted permission stays deleted",
        find: `WHERE NOT p."deleted" AND (`,
        replace: `WHERE (`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/apply.ts",
    [order],
    [
      {
        id: "apply/session-ended",
        guard: "a session's end is the same whichever event came first",
        find: `WHERE s."sourceTimestamp" < excluded."sourceTimestamp"`,
        replace: ``,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/content.ts",
    [versions],
    [
      {
        id: "apply/platform-role",
        guard: "an administrator is made by the role admin alone",
        find: `user.public_metadata?.["role"] === "admin"`,
        replace: `user.public_metadata?.["role"]`,
      },
      {
        id: "apply/verified-address",
        guard: "an address that is not verified is not kept",
        find: `primary?.verification?.status === "verified"`,
        replace: `primary`,
      },
      {
        id: "apply/primary-address",
        guard: "the address is the primary one",
        find: `addresses.find((address) => address.id === primaryId)`,
        replace: `addresses[0]`,
      },
    ],
  ),
];

/** What arrives from Clerk: whether it is genuine, and whether it was here before. */
export const syncMutants = [
  ...mutantsOf(
    "src/server/sync/verify.ts",
    [signature],
    [
      {
        id: "webhook/signature",
        guard: "a delivery is signed",
        find: `new Webhook(secret).verify(body, headers);`,
        replace: `new Webhook(secret);`,
      },
      {
        id: "webhook/raw-bytes",
        guard: "the signature is over the raw bytes",
        find: `.verify(body, headers);`,
        replace: `.verify(JSON.stringify(JSON.parse(body.toString())), headers);`,
      },
      {
        id: "webhook/headers",
        guard: "a delivery has all three headers",
        find: `!id || !timestamp || !signature`,
        replace: `!id`,
      },
      {
        id: "webhook/id",
        guard: "a delivery's id is of the known form",
        find: `if (!idForm.test(id))`,
        replace: `if (id === "")`,
      },
      {
        id: "webhook/storable",
        guard: "text that cannot be stored does not stop a delivery",
        find: `storable(parseJson(body))`,
        replace: `parseJson(body)`,
        killers: ["tests/integration/sync/unstorable.test.ts"],
      },
      {
        id: "webhook/timestamp-form",
        guard: "a timestamp is one number",
        find: `if (!timestampForm.test(timestamp)) throw badTimestamp();`,
        replace: "",
      },
      {
        id: "webhook/signature-form",
        guard: "signatures are sent in one header",
        find: `if (!signatureForm.test(signature)) throw badSignature();`,
        replace: "",
      },
      {
        id: "webhook/rotated",
        guard: "while a secret is rotated, either fits",
        find: `for (const secret of secrets) {`,
        replace: `for (const secret of secrets.slice(0, 1)) {`,
      },
      {
        id: "webhook/text",
        guard: "bytes that are no text are refused",
        find: `new TextDecoder("utf-8", { fatal: true })`,
        replace: `new TextDecoder("utf-8")`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/storable.ts",
    [signature],
    [
      {
        id: "webhook/depth",
        guard: "what is nested without end does not stop a delivery",
        find: `if (depth === deepest) return null;`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/webhook.ts",
    [signature],
    [
      {
        id: "webhook/content-type",
        guard: "a delivery is JSON",
        find: `if (!isJson(request))`,
        replace: `if (request.method === "GET")`,
      },
      {
        id: "webhook/size",
        guard: "a delivery is no larger than 256 KiB",
        find: `const bodyLimit = 256 * 1024;`,
        replace: `const bodyLimit = 512 * 1024;`,
      },
      {
        id: "webhook/slow",
        guard: "a delivery that comes slowly is not waited for longer than its sender waits",
        find: `readBody(request, bodyLimit, bodyWithinMs)`,
        replace: `readBody(request, bodyLimit)`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/events.ts",
    [webhook],
    [
      {
        id: "webhook/known-types",
        guard: "a name of every object is no type of event",
        find: `Object.hasOwn(readers, type)`,
        replace: `type in readers`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/sync/inbox.ts",
    [webhook],
    [
      {
        id: "inbox/duplicate",
        guard: "a delivery that was applied is not applied again",
        find: `if (!(await record(sql, delivery.id, "webhook", delivery.envelope))) return "duplicate";`,
        replace: `await record(sql, delivery.id, "webhook", delivery.envelope);`,
      },
      {
        id: "inbox/observation-storable",
        guard: "text that cannot be stored does not stop what a reconcile saw",
        find: `.parse(storable(observation.data))`,
        replace: `.parse(observation.data)`,
        killers: ["tests/integration/sync/unstorable.test.ts"],
      },
      {
        id: "inbox/attempts",
        guard: "a duplicate is not counted as an attempt",
        find: `"lastAttemptAt" = now() WHERE d."status" = 'failed'`,
        replace: `"lastAttemptAt" = now()`,
      },
      {
        id: "inbox/error",
        guard: "a failure is recorded by names and codes, and no content",
        find: '`${error.name} ${"code" in error ? String(error.code) : ""}`.trim()',
        replace: "error.message",
      },
      {
        id: "inbox/kept",
        guard: "codes and invitation links are not kept",
        find: "JSON.stringify(keptOf(envelope))",
        replace: "JSON.stringify(envelope)",
      },
      {
        id: "inbox/instance",
        guard: "what is of another instance is not applied",
        find: `if (!(await isOurInstance(sql, instance_id)))`,
        replace: `if (instance_id === "")`,
      },
      {
        id: "inbox/rejected",
        guard: "what is not of its type is kept as rejected",
        find: `outcome: "rejected", change: null`,
        replace: `outcome: "applied", change: null`,
      },
      {
        id: "inbox/failure-told",
        guard: "the sender is told of a failure",
        find: `    await recordFailure(delivery, error);\n    throw error;`,
        replace: `    await recordFailure(delivery, error);\n    return "applied";`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/me/read.ts",
    ["tests/integration/sync/slug.test.ts"],
    [
      {
        id: "slug/later",
        guard: "a slug is that of the later version",
        find: `{ sourceVersion: "asc" }, { id: "asc" }`,
        replace: `{ id: "asc" }`,
      },
      {
        id: "slug/one",
        guard: "a slug leads to one organization",
        find: `ofSlug.get(slug) === id ? slug : null`,
        replace: `slug`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/db/sync.ts",
    [versions],
    [
      {
        id: "sync/rollback",
        guard: "what fails half-way is rolled back",
        find: `await client.query({ text: "ROLLBACK" })`,
        replace: `await client.query({ text: "COMMIT" })`,
      },
    ],
  ),
  ...applyMutants,
  ...mutantsOf(
    "src/server/clerk/api.ts",
    ["tests/integration/clerk/api.test.ts"],
    [
      {
        id: "clerk-api/redirect",
        guard: "the secret key follows no redirect",
        find: `redirect: "error",`,
        replace: `redirect: "manual",`,
      },
      {
        id: "clerk-api/timeout",
        guard: "no call waits without end",
        find: `AbortSignal.timeout(call.timeout ?? defaultTimeout)`,
        replace: `AbortSignal.timeout(60_000)`,
      },
      {
        id: "clerk-api/date",
        guard: "an answer without a time is no evidence",
        find: `data === undefined || date === null`,
        replace: `data === undefined`,
      },
    ],
  ),
];
