import { mutantsOf } from "../mutant.ts";

const histories = "tests/integration/sync/histories";
const converge = [`${histories}/converge.test.ts`];
const sameMillisecond = ["tests/integration/sync/same-millisecond.test.ts"];

/** Guards that random histories must miss. */
export const historyMutants = [
  ...mutantsOf("src/server/sync/apply/user.ts", converge, [
    {
      id: "history/user-version",
      guard: "in no history a user goes back to an earlier version",
      find: `       < (excluded."sourceVersion"`,
      replace: `       <> (excluded."sourceVersion"`,
    },
    {
      id: "history/user-tombstone",
      guard: "in no history a deleted user is anything again",
      find: `WHERE NOT u."deleted" AND (`,
      replace: `WHERE u."deleted" IS NOT NULL AND (`,
      killers: [`${histories}/tombstones.test.ts`],
    },
    {
      id: "history/user-digest",
      guard: "of two versions of one moment the same one wins in any order",
      find: `excluded."sourceTimestamp", excluded."sourceDigest" COLLATE "C")`,
      replace: `excluded."sourceTimestamp", u."sourceDigest" || '.')`,
      killers: [`${histories}/ties.test.ts`],
    },
  ]),
  ...mutantsOf("src/server/sync/apply/organization.ts", converge, [
    {
      id: "history/organization-version",
      guard: "in no history an organization goes back to an earlier version",
      find: `       < (excluded."sourceVersion"`,
      replace: `       <> (excluded."sourceVersion"`,
    },
    {
      id: "history/invitation-closed",
      guard: "an invitation that its organization takes along says less than what Clerk said",
      find: `, "sourceDigest" = '' WHERE "organizationId"`,
      replace: ` WHERE "organizationId"`,
      killers: sameMillisecond,
    },
  ]),
  ...mutantsOf("src/server/sync/apply/membership.ts", converge, [
    {
      id: "history/membership-user-race",
      guard: "among several workers a user's deletion waits for a membership that is being written",
      find: "FOR SHARE OF u, o",
      replace: "FOR KEY SHARE OF u FOR SHARE OF o",
    },
    {
      id: "history/membership-organization-race",
      guard:
        "among several workers an organization's deletion waits for a membership that is being written",
      find: "FOR SHARE OF u, o",
      replace: "FOR SHARE OF u FOR KEY SHARE OF o",
    },
    {
      id: "history/membership-rejoined",
      guard: "whoever left and came back is in",
      find: `(m."sourceCreated", m."deleted", m."sourceVersion", m."sourceTimestamp", m."sourceDigest" COLLATE "C")
       < (excluded."sourceCreated", excluded."deleted", `,
      replace: `(m."deleted", m."sourceCreated", m."sourceVersion", m."sourceTimestamp", m."sourceDigest" COLLATE "C")
       < (excluded."deleted", excluded."sourceCreated", `,
    },
    {
      id: "history/membership-end",
      guard: "the end of a membership is the last word on it, also after its organization's",
      find: "deleted ? `~${digest}` : digest",
      replace: "digest",
      killers: sameMillisecond,
    },
  ]),
  ...mutantsOf("src/server/sync/apply/invitation.ts", sameMillisecond, [
    {
      id: "history/invitation-late",
      guard: "an invitation that was too late says less than what Clerk said",
      find: `closed ? "" : digest`,
      replace: "digest",
    },
  ]),
];
