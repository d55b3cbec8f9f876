import { expect, it } from "vitest";
import { pruneEndedSessions } from "@/src/server/sync/housekeeping/ended-sessions";
import { useApplication } from "../../../support/application.ts";
import { runSql } from "../../../support/sql.ts";

const testDatabase = useApplication();

it("forgets the sessions that ended a day ago, and no other", async () => {
  const { ownerUrl } = testDatabase();
  const hour = 3_600_000;
  const ended = (id: string, hoursAgo: number, heardHoursAgo: number) =>
    runSql(
      ownerUrl,
      `INSERT INTO "public"."EndedSession" ("id", "userId", "sourceTimestamp", "createdAt")
       VALUES ($1, 'user_h', $2, now() - make_interval(hours => $3))`,
      [id, Date.now() - hoursAgo * hour, heardHoursAgo],
    );
  await ended("sess_old", 25, 25);
  await ended("sess_lately", 23, 23);
  await ended("sess_heard_late", 27, 1);
  await ended("sess_clock_behind", 1, 25);
  expect(await pruneEndedSessions()).toBe(1);
  const left = await runSql<{ id: string }>(
    ownerUrl,
    `SELECT "id" FROM "public"."EndedSession" ORDER BY "id"`,
  );
  expect(left.map(({ id }) => id)).toEqual(["sess_clock_behind", "sess_heard_late", "sess_lately"]);
  expect(await pruneEndedSessions()).toBe(0);
});
