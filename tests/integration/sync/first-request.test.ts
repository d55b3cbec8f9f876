import { expect, it } from "vitest";
import { takeDelivery } from "@/src/server/sync/inbox";
import { useApplication } from "../../support/application.ts";
import { membershipData, organizationData, userData } from "../../support/deliveries.ts";
import type { Said } from "../../support/orders.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

// Clerk's address is a port where nobody listens: a call to Clerk would fail the request.
const testDatabase = useApplication({
  DATABASE_POOL_MAX: "16",
  CLERK_API_URL: "http://127.0.0.1:1",
});

const requests = 1000;
const atOnce = 32;
const people = Array.from({ length: 25 }, (_, number) => `user_f${number}`);
const organizations = Array.from({ length: 5 }, (_, number) => `org_f${number}`);
const teamOf = (person: number): string => organizations[person % organizations.length] ?? "";

/** What somebody whom no webhook has told of does first: reads, and writes that need their rows for foreign keys. */
function request(number: number): Promise<unknown> {
  const person = number % people.length;
  const organization = teamOf(person);
  const caller = callerOf(people[person] ?? "", { organization, role: "org:admin" });
  switch (Math.floor(number / people.length) % 4) {
    case 0:
      return caller.project.create({ name: `p${number}` });
    case 1:
      return caller.project.list({});
    case 2:
      return caller.me.get();
    default:
      return caller.post.create({ title: `t${number}`, body: "" });
  }
}

/** Everything that Clerk says of them, each of it twice, by a new id and by the same one. */
function webhooks(): { id: string; said: Said }[] {
  const told: Said[] = [
    ...people.flatMap((id, person) => [
      { type: "user.created", data: userData(id, { first_name: id, last_name: null }) },
      {
        type: "organizationMembership.created",
        data: membershipData(teamOf(person), id, { role: "org:admin" }),
      },
    ]),
    ...organizations.map((id) => ({
      type: "organization.created",
      data: organizationData(id, { name: id, slug: id.replace("_", "-") }),
    })),
  ].map((event) => ({ ...event, timestamp: 1000 }));
  return told.flatMap((said, at) => [
    { id: `msg_f${at}`, said },
    { id: `msg_f${at}`, said },
    { id: `msg_again${at}`, said },
  ]);
}

it(`lets ${requests} first requests in, ${atOnce} under way at once, among the webhooks that tell of them: no error, one row each`, async () => {
  const deliveries = webhooks().map(({ id, said }) => ({
    at: (id.length * 7919 + said.type.length * 104_729 + Number(/\d+/.exec(id)?.[0])) % requests,
    run: () => takeDelivery({ id, envelope: { object: "event", ...said } }),
  }));
  const calls = Array.from({ length: requests }, (_, number) => ({
    at: number,
    run: () => outcome(request((number * 7) % requests)),
  }));
  const all = [...calls, ...deliveries].toSorted((a, b) => a.at - b.at);
  // Each kind of request once, so that what the process does only once is not waited for under a lock.
  const warm = callerOf("user_warm", { organization: "org_warm", role: "org:admin" });
  await warm.project.create({ name: "warm" });
  await warm.post.create({ title: "warm", body: "" });
  await Promise.all(Array.from({ length: 32 }, () => warm.me.get()));
  const outcomes = await inWaves(all.map(({ run }) => run));
  const counts: Record<string, number> = {};
  for (const each of outcomes) counts[each] = (counts[each] ?? 0) + 1;
  const told = people.length * 2 + organizations.length;
  expect(counts).toEqual({ done: requests, applied: told * 2, duplicate: told });

  const { ownerUrl } = testDatabase();
  const [rows] = await runSql(
    ownerUrl,
    `SELECT (SELECT count(*)::int FROM "public"."User" WHERE "id" LIKE 'user_f%') AS users, (SELECT count(*)::int FROM "public"."User" WHERE "name" = "id") AS named,
       (SELECT count(*)::int FROM "public"."Organization" WHERE "id" LIKE 'org_f%') AS organizations,
       (SELECT count(*)::int FROM "public"."Organization" WHERE "name" = "id") AS "namedOrganizations",
       (SELECT count(*)::int FROM "public"."Membership" WHERE "userId" LIKE 'user_f%') AS memberships,
       (SELECT count(*)::int FROM "public"."Membership" WHERE "role" = 'org:admin' AND NOT "deleted") AS live,
       (SELECT count(*)::int FROM "public"."Project" WHERE "name" <> 'warm') AS projects, (SELECT count(*)::int FROM "public"."Post" WHERE "title" <> 'warm') AS posts`,
  );
  expect(rows).toEqual({
    users: people.length,
    named: people.length,
    organizations: organizations.length,
    namedOrganizations: organizations.length,
    memberships: people.length,
    live: people.length,
    projects: requests / 4,
    posts: requests / 4,
  });
}, 60_000);

/** As many under way at once as a few servers would have; the pool has a connection for every other. */
async function inWaves(tasks: readonly (() => Promise<string>)[]): Promise<string[]> {
  const outcomes: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let task = tasks[next++]; task; task = tasks[next++]) outcomes.push(await task());
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes;
}
