import { afterEach, describe, expect, it } from "vitest";
import { UserId } from "@/src/access/ids";
import { client } from "../../clerk/start.ts";
import { useApplication } from "../../support/application.ts";
import { newPerson, nextSecond, setOutage, useClerk, well } from "../../support/clerk.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf, type PersonOptions } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
const clerk = useClerk();
afterEach(() => setOutage(clerk(), well));

const whom = (user: string) => ({ userId: UserId.parse(user) });

/** Two administrators, the only ones that there are, and somebody else. */
async function makeScene() {
  await runSql(
    testDatabase().ownerUrl,
    `UPDATE "public"."User" SET "platformRole" = NULL; UPDATE "public"."ClerkCommand" SET "status" = 'refused' WHERE "status" <> 'done'`,
  );
  const root = await newPerson(clerk(), { administrator: true });
  const deputy = await newPerson(clerk(), { administrator: true });
  const ann = await newPerson(clerk());
  const issuedAt = await nextSecond();
  const as = (user: string, more: PersonOptions = {}) =>
    callerOf(user, { issuedAt, platformAdmin: user !== ann, ...more });
  return { root, deputy, ann, as };
}

describe("an administrator", () => {
  it("suspends a person from their next request on, and lets them in again", async () => {
    const { root, ann, as } = await makeScene();
    expect(await outcome(as(ann).post.mine({}))).toBe("done");
    expect(await outcome(as(root).admin.banUser(whom(ann)))).toBe("done");
    expect(await outcome(as(ann).post.mine({}))).toBe("user_banned");
    expect(await outcome(as(ann).post.create({ title: "late", body: "" }))).toBe("user_banned");
    expect((await client(clerk()).users.getUser(ann)).banned).toBe(true);
    expect(await outcome(as(root).admin.unbanUser(whom(ann)))).toBe("done");
    expect(await outcome(as(ann).post.mine({}))).toBe("done");
  });

  it("makes another one, and unmakes one, from their next request on", async () => {
    const { root, deputy, ann, as } = await makeScene();
    expect(await outcome(as(root).admin.makeAdministrator(whom(ann)))).toBe("done");
    expect((await client(clerk()).users.getUser(ann)).publicMetadata).toEqual({ role: "admin" });
    expect(await outcome(as(deputy).admin.counts())).toBe("done");
    expect(await outcome(as(root).admin.unmakeAdministrator(whom(deputy)))).toBe("done");
    expect(await outcome(as(deputy).admin.counts())).toBe("not_administrator");
    expect(await outcome(as(deputy).admin.banUser(whom(root)))).toBe("not_administrator");
    expect((await client(clerk()).users.getUser(deputy)).publicMetadata).toEqual({});
  });

  it("neither suspends nor unmakes themselves, nor finds who is not there", async () => {
    const { root, as } = await makeScene();
    expect(await outcome(as(root).admin.banUser(whom(root)))).toBe("not_oneself");
    expect(await outcome(as(root).admin.unmakeAdministrator(whom(root)))).toBe("not_oneself");
    expect(await outcome(as(root).admin.banUser(whom("user_absent")))).toBe("not_found");
    expect(await outcome(as(root).admin.counts())).toBe("done");
  });

  it.each(["banUser", "unmakeAdministrator"] as const)(
    "stays, when the last two do it to each other at once: %s",
    async (what) => {
      const { root, deputy, as } = await makeScene();
      // Long enough that neither is done before both are begun.
      await setOutage(clerk(), { delayMs: 400 });
      const came = await Promise.all([
        outcome(as(root).admin[what](whom(deputy))),
        outcome(as(deputy).admin[what](whom(root))),
      ]);
      expect(came.sort()).toEqual(["done", "last_administrator"]);
    },
  );

  it("ends every session of a person, and a person all of theirs but the one they are in", async () => {
    const { root, ann, as } = await makeScene();
    const open = () => client(clerk()).sessions.createSession({ userId: ann });
    const [here, there] = [await open(), await open()];
    expect(await outcome(as(ann, { sessionId: here.id }).me.endOtherSessions())).toBe("done");
    expect(await outcome(as(ann, { sessionId: there.id }).me.get())).toBe("session_ended");
    expect(await outcome(as(ann, { sessionId: here.id }).me.get())).toBe("done");
    expect(await outcome(as(root).admin.endSessions(whom(ann)))).toBe("done");
    expect(await outcome(as(ann, { sessionId: here.id }).me.get())).toBe("session_ended");
    const { data } = await client(clerk()).sessions.getSessionList({
      userId: ann,
      status: "active",
    });
    expect(data).toEqual([]);
  });

  it("who proved a while ago who they are is asked first, and nothing is begun", async () => {
    const { root, ann, as } = await makeScene();
    const proof = { first: 10, second: null };
    const acts = ["banUser", "makeAdministrator", "unmakeAdministrator", "endSessions"] as const;
    for (const act of acts)
      expect(await outcome(as(root, { proof }).admin[act](whom(ann)))).toBe(
        "reverification_required",
      );
    expect(await outcome(as(root, { proof }).admin.users({}))).toBe("done");
    expect(await outcome(as(root, { proof }).admin.unbanUser(whom(ann)))).toBe("done");
    const rows = await runSql(
      testDatabase().ownerUrl,
      `SELECT "action", "outcome" FROM "public"."AuditEvent" WHERE "chainId" = 'admin' AND "actorId" = $1 AND "outcome" NOT IN ('begun', 'done') ORDER BY "sequence"`,
      [root],
    );
    expect(rows).toEqual(
      acts.map((act) => ({ action: `admin.${act}`, outcome: "reverification_required" })),
    );
    expect(await outcome(as(root).admin.banUser(whom(ann)))).toBe("done");
  });

  it("leaves the beginning and the end of what they did in their chain", async () => {
    const { root, ann, as } = await makeScene();
    await as(root).admin.banUser(whom(ann));
    const rows = await runSql(
      testDatabase().ownerUrl,
      `SELECT "actorId", "outcome" FROM "public"."AuditEvent" WHERE "chainId" = 'admin' AND "subjectId" = $1 ORDER BY "sequence"`,
      [ann],
    );
    expect(rows).toEqual([
      { actorId: root, outcome: "begun" },
      { actorId: root, outcome: "done" },
    ]);
  });
});
