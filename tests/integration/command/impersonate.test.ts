import { decodeJwt } from "jose";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UserId } from "@/src/access/ids";
import { log } from "@/src/server/log";
import { Browser } from "../../clerk/frontend-caller.ts";
import { asRecord } from "../../clerk/start.ts";
import { useApplication } from "../../support/application.ts";
import { newPerson, nextSecond, setOutage, useClerk, well } from "../../support/clerk.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf, type PersonOptions } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

const testDatabase = useApplication();
const clerk = useClerk();
afterEach(() => setOutage(clerk(), well));

const reason = "They cannot see their project; ticket 4711.";
const whom = (user: string) => ({ userId: UserId.parse(user), reason });

async function makeScene() {
  const root = await newPerson(clerk(), { administrator: true });
  const deputy = await newPerson(clerk(), { administrator: true });
  const ann = await newPerson(clerk());
  const issuedAt = await nextSecond();
  const as = (user: string, more: PersonOptions = {}) =>
    callerOf(user, { issuedAt, platformAdmin: user !== ann, ...more });
  return { root, deputy, ann, as };
}

/** What the trail of the administrators holds of a person. */
const rowsAbout = (subject: string) =>
  runSql<Record<string, unknown>>(
    testDatabase().ownerUrl,
    `SELECT "actorId", "action", "outcome" FROM "public"."AuditEvent" WHERE "chainId" = 'admin' AND "subjectId" = $1 ORDER BY "sequence"`,
    [subject],
  );

describe("an administrator acts as somebody else", () => {
  it("by a ticket that is good once, for half an hour, and says who and why", async () => {
    const { root, ann, as } = await makeScene();
    const { id, ticket } = await as(root).admin.impersonate(whom(ann));
    expect(id).toBe(ann);
    const browser = await new Browser(clerk().url).open();
    const signedIn = await browser.post("/v1/client/sign_ins", { strategy: "ticket", ticket });
    expect(signedIn.body.response).toMatchObject({ status: "complete" });
    const [session] = (await browser.client()).sessions;
    expect(session).toMatchObject({ user: { id: ann }, actor: { sub: root, reason } });
    expect((session?.expire_at ?? 0) - (session?.created_at ?? 0)).toBe(30 * 60_000);
    const claims = decodeJwt(session?.last_active_token.jwt ?? "");
    expect(claims).toMatchObject({ sub: ann, act: { sub: root, reason } });
    const again = await (
      await new Browser(clerk().url).open()
    ).post("/v1/client/sign_ins", {
      strategy: "ticket",
      ticket,
    });
    expect(again.code).toBe("actor_token_already_used_code");

    // Who acts is on the trail of what they do, and nobody's access is theirs to change.
    const acting = as(ann, { impersonatorId: root, sessionId: session?.id ?? "" });
    expect(await outcome(acting.post.create({ title: "A note", body: "" }))).toBe("done");
    expect(await outcome(acting.me.endOtherSessions())).toBe("impersonated");
    expect(await outcome(acting.admin.counts())).toBe("not_administrator");
    const [written] = await runSql<Record<string, unknown>>(
      testDatabase().ownerUrl,
      `SELECT "actorId", "impersonatorId" FROM "public"."AuditEvent" WHERE "action" = 'post.create' AND "actorId" = $1`,
      [ann],
    );
    expect(written).toEqual({ actorId: ann, impersonatorId: root });
  });

  it("and the trail says so, without the ticket and without the words; nor does the log", async () => {
    const { root, ann, as } = await makeScene();
    const lines: unknown[] = [];
    const levels = (["trace", "debug", "info", "warn", "error"] as const).map((level) =>
      vi.spyOn(log, level).mockImplementation((...line: unknown[]) => void lines.push(line)),
    );
    const { ticket } = await as(root).admin.impersonate(whom(ann));
    for (const level of levels) level.mockRestore();
    const row = { actorId: root, action: "admin.impersonate" };
    expect(await rowsAbout(ann)).toEqual([
      { ...row, outcome: "begun" },
      { ...row, outcome: "done" },
    ]);
    const [kept] = await runSql<Record<string, unknown>>(
      testDatabase().ownerUrl,
      `SELECT coalesce(string_agg(c::text, ''), '') || (SELECT string_agg(e::text, '') FROM "public"."AuditEvent" e) AS text
       FROM "public"."ClerkCommand" c`,
    );
    for (const text of [JSON.stringify(lines), String(kept?.["text"])]) {
      expect(text).not.toContain(ticket);
      expect(text).not.toContain("4711");
    }
  });

  it("but not as themselves, another administrator, whom is suspended, or whom is not there", async () => {
    const { root, deputy, ann, as } = await makeScene();
    const impersonate = (user: string) => outcome(as(root).admin.impersonate(whom(user)));
    expect(await impersonate(root)).toBe("not_oneself");
    expect(await impersonate(deputy)).toBe("not_impersonable");
    expect(await impersonate("user_absent")).toBe("not_found");
    await as(root).admin.banUser({ userId: UserId.parse(ann) });
    expect(await impersonate(ann)).toBe("not_impersonable");
    await as(root).admin.unbanUser({ userId: UserId.parse(ann) });
    expect(await impersonate(ann)).toBe("done");
  });

  it("only as themselves, with a fresh proof, and for a reason", async () => {
    const { root, ann, as } = await makeScene();
    const stale = as(root, { proof: { first: 10, second: null } });
    expect(await outcome(stale.admin.impersonate(whom(ann)))).toBe("reverification_required");
    const acting = as(root, { impersonatorId: "user_x" });
    expect(await outcome(acting.admin.impersonate(whom(ann)))).toBe("not_administrator");
    expect(await outcome(as(ann).admin.impersonate(whom(root)))).toBe("not_administrator");
    for (const words of ["", "          ", "too short", "x".repeat(201), `${reason}\n${reason}`])
      expect(await outcome(as(root).admin.impersonate({ ...whom(ann), reason: words }))).toBe(
        "bad_input",
      );
    expect(await rowsAbout(ann)).toEqual([]);
  });

  it("not when Clerk does not answer, and then nobody has a ticket", async () => {
    const { root, ann, as } = await makeScene();
    await setOutage(clerk(), { condition: "down" });
    expect(await outcome(as(root).admin.impersonate(whom(ann)))).toBe("outcome_unknown");
    await setOutage(clerk(), { condition: "rate_limited" });
    expect(await outcome(as(root).admin.impersonate(whom(ann)))).toBe("unavailable");
    expect((await rowsAbout(ann)).map((row) => row["outcome"])).toEqual([
      "begun",
      "outcome_unknown",
      "begun",
      "unavailable",
    ]);
    expect(asRecord(await (await fetch(`${clerk().url}/local/health`)).json())).toMatchObject({
      ok: true,
    });
  });
});
