import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { appRouter } from "@/src/server/trpc/root";
import { procedureTable } from "@/src/server/trpc/router";
import { readStamp } from "@/src/server/trpc/seal";
import { inputOf, type Rows } from "../../access/support/inputs.ts";
import { useApplication } from "../../support/application.ts";
import { outcome } from "../../support/outcome.ts";
import { callerOf, person, type PersonOptions } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";
import { readTrail } from "../../support/trail.ts";

const testDatabase = useApplication();
const procedures = Object.entries(procedureTable(appRouter)).map(([path, procedure]) => ({
  path,
  type: procedure._def.type,
  gate: readStamp(procedure)?.gate,
  command: readStamp(procedure)?.command === true,
}));
const trail = (chain?: string) => readTrail(testDatabase().ownerUrl, chain);

const admin = () => callerOf("user_boss", { organization: "org_t", role: "org:admin" });
const absent: Rows = {
  project: randomUUID(),
  task: randomUUID(),
  post: randomUUID(),
  slug: "none",
  organization: "org_none",
  member: "user_none",
  invitation: "orginv_none",
  delivery: "msg_none",
  run: randomUUID(),
};
/** What only administrators reach. */
const inbox = {
  delivery: "msg_trail",
  run: randomUUID(),
  member: "user_trail",
  organization: "org_trail",
};

/** Calls the procedure with this path on the given rows, as whoever the options say. */
function call(path: string, user: string, options: PersonOptions, rows = absent) {
  const [noun = "", verb = ""] = path.split(".");
  const caller: unknown = createCaller(createContext(person(user, options), `req_${path}`));
  // Guarantee: the caller has a function for every path of the router's own table.
  const run = (caller as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[
    noun
  ]?.[verb];
  if (!run) throw new Error(`no procedure ${path}`);
  return run(inputOf(path, rows));
}

async function freshRows(): Promise<Rows> {
  const { id: project } = await admin().project.create({ name: "p" });
  const { id: task } = await admin().task.create({ projectId: project, title: "t" });
  const { id: post, slug } = await admin().post.create({ title: "p", body: "" });
  return { ...absent, project, task, post, slug };
}

describe("what is done", () => {
  const boss = { organization: "org_t", role: "org:admin" };

  // A command leaves a row of its beginning and one of its end: tests/integration/command.
  it.each(
    procedures.filter(
      ({ type, gate, command }) => type === "mutation" && gate !== "admin" && !command,
    ),
  )("leaves one row: $path", async ({ path, gate }) => {
    const rows = await freshRows();
    const chain = gate === "org" ? "org:org_t" : "user:user_boss";
    const before = await trail();
    const result = await call(path, "user_boss", boss, rows);
    const after = await trail();
    expect(after).toHaveLength(before.length + 1);
    expect(after.filter((row) => row.chainId === chain).at(-1)).toMatchObject({
      gate,
      action: path,
      organizationId: gate === "org" ? "org_t" : null,
      actorId: "user_boss",
      impersonatorId: null,
      subjectId: (result as { id: string }).id, // every mutation answers with the id of what it changed
      outcome: "done",
      requestId: `req_${path}`,
    });
  });

  it.each(procedures.filter(({ type, gate }) => type === "query" && gate !== "admin"))(
    "and a query none: $path",
    async ({ path }) => {
      const rows = await freshRows();
      const before = await trail();
      await outcome(call(path, "user_boss", boss, rows));
      expect(await trail()).toEqual(before);
    },
  );

  it.each(procedures.filter(({ gate, command }) => gate === "admin" && !command))(
    "but an administrator's call always one: $path",
    async ({ path }) => {
      await runSql(
        testDatabase().ownerUrl,
        `INSERT INTO "public"."WebhookDelivery" ("id", "type", "status", "payload") VALUES ('${inbox.delivery}', 't', 'ignored', '{}') ON CONFLICT DO NOTHING`,
      );
      await runSql(
        testDatabase().ownerUrl,
        `INSERT INTO "public"."SyncRun" ("id", "kind", "scope", "status", "error", "startedBy")
         VALUES ('${inbox.run}', 'replay', 'failed', 'stopped', 'too_many_tombstones', 'schedule') ON CONFLICT DO NOTHING`,
      );
      await runSql(
        testDatabase().ownerUrl,
        `INSERT INTO "public"."User" ("id") VALUES ('${inbox.member}') ON CONFLICT DO NOTHING;
         INSERT INTO "public"."Organization" ("id", "name", "slug") VALUES ('${inbox.organization}', 'Trail', 'trail') ON CONFLICT DO NOTHING`,
      );
      const before = await trail();
      const rows = { ...absent, ...inbox };
      expect(await outcome(call(path, "user_root", { platformAdmin: true }, rows))).toBe("done");
      const after = await trail();
      expect(after).toHaveLength(before.length + 1);
      expect(after.filter((row) => row.chainId === "admin").at(-1)).toMatchObject({
        gate: "admin",
        action: path,
        actorId: "user_root",
        organizationId: null,
        outcome: "done",
        requestId: `req_${path}`,
      });
    },
  );

  it("is written in the transaction of the data, and not without it", async () => {
    const { ownerUrl } = testDatabase();
    const { id } = await admin().project.create({ name: "together" });
    expect(
      await runSql(
        ownerUrl,
        `SELECT p.xmin = e.xmin AS together FROM "public"."Project" p JOIN "public"."AuditEvent" e ON e."subjectId" = p."id" WHERE p."id" = $1`,
        [id],
      ),
    ).toEqual([{ together: true }]);
    await runSql(ownerUrl, "REVOKE EXECUTE ON FUNCTION app.audit(text, text) FROM gate_org");
    try {
      expect(await outcome(admin().project.create({ name: "alone" }))).toBe("internal");
    } finally {
      await runSql(ownerUrl, "GRANT EXECUTE ON FUNCTION app.audit(text, text) TO gate_org");
    }
    expect(await runSql(ownerUrl, `SELECT FROM "public"."Project" WHERE "name" = 'alone'`)).toEqual(
      [],
    );
    expect((await trail("org:org_t")).at(-1)).toMatchObject({
      action: "project.create",
      outcome: "internal",
    });
  });

  it("says who acts as whom", async () => {
    await callerOf("user_x", {
      organization: "org_x",
      role: "org:admin",
      impersonatorId: "user_root",
    }).project.create({ name: "x" });
    expect(await trail("org:org_x")).toMatchObject([
      { actorId: "user_x", impersonatorId: "user_root", outcome: "done", sequence: 1 },
    ]);
  });
});

describe("what is refused or fails", () => {
  beforeAll(async () => {
    await runSql(
      testDatabase().ownerUrl,
      `INSERT INTO "public"."User" ("id", "banned", "sourceVersion") SELECT 'user_banned' || n, true, 9e15 FROM generate_series(1, 2) n`,
    );
  });

  it.each(procedures.filter(({ gate }) => gate !== "public"))(
    "leaves a row where nobody is let in: $path",
    async ({ path, type, gate }) => {
      // Two people, so that neither reaches the number of refusals that are recorded.
      const user = type === "query" ? "user_banned1" : "user_banned2";
      const options = { organization: "org_b", role: "org:admin", platformAdmin: true };
      const chain = gate === "admin" ? "admin" : gate === "org" ? "org:org_b" : `user:${user}`;
      const before = await trail();
      expect(await outcome(call(path, user, options))).toBe("user_banned");
      const after = await trail();
      expect(after).toHaveLength(before.length + 1);
      expect(after.filter((row) => row.chainId === chain).at(-1)).toMatchObject({
        gate,
        action: path,
        actorId: user,
        organizationId: gate === "org" ? "org_b" : null,
        outcome: "user_banned",
        requestId: `req_${path}`,
      });
    },
  );

  it("leaves none where nobody is known, nor of a query that finds nothing", async () => {
    const nobody = createCaller(createContext({ kind: "anonymous" }));
    const before = await trail();
    const calls = [
      () => nobody.project.create({ name: "x" }),
      () => nobody.project.list({}),
      () => nobody.admin.counts(),
    ];
    for (const refused of calls) expect(await outcome(refused())).toBe("signed_out");
    expect(await outcome(admin().project.get({ id: randomUUID() }))).toBe("not_found");
    expect(await trail()).toEqual(before);
  });

  it("leaves one of every call of an administrator's procedure, a query that fails too", async () => {
    const root = callerOf("user_root", { platformAdmin: true });
    expect(await outcome(root.admin.users({ limit: 0 }))).toBe("bad_input");
    expect((await trail("admin")).at(-1)).toMatchObject({
      action: "admin.users",
      actorId: "user_root",
      outcome: "bad_input",
    });
  });

  it("is the person's own where no organization is active", async () => {
    expect(await outcome(callerOf("user_alone").project.list({}))).toBe("no_organization");
    expect(await trail("user:user_alone")).toMatchObject([
      { gate: "org", organizationId: null, action: "project.list", outcome: "no_organization" },
    ]);
  });

  it("names what was asked for where the procedure's own schema takes it for an id", async () => {
    const member = callerOf("user_m", { organization: "org_m" });
    const last = async () => (await trail("org:org_m")).at(-1);
    const [project, task] = [randomUUID(), randomUUID()];
    expect(await outcome(member.project.delete({ id: project }))).toBe("permission_missing");
    expect(await last()).toMatchObject({ subjectId: project, outcome: "permission_missing" });
    expect(await outcome(member.task.delete({ id: task }))).toBe("not_found");
    expect(await last()).toMatchObject({ subjectId: task, outcome: "not_found" });
    const stray = { name: "x", id: project };
    expect(await outcome(member.project.create(stray))).toBe("permission_missing");
    expect(await last()).toMatchObject({ action: "project.create", subjectId: null });
    expect(await outcome(member.task.delete({ id: "Bob's" }))).toBe("bad_input");
    expect(await last()).toMatchObject({ subjectId: null, outcome: "bad_input" });
  });

  it("says who acts as whom, and that an impersonated administrator is none", async () => {
    const options = { platformAdmin: true, impersonatorId: "user_other" };
    expect(await outcome(callerOf("user_root", options).admin.counts())).toBe("not_administrator");
    expect((await trail("admin")).at(-1)).toMatchObject({
      actorId: "user_root",
      impersonatorId: "user_other",
      outcome: "not_administrator",
    });
  });
});

it("holds no name, address or text of anybody's, whatever was sent and however it came out", async () => {
  const secret = "Zaphod zaphod@heart.test";
  await runSql(
    testDatabase().ownerUrl,
    `INSERT INTO "public"."User" ("id", "name", "email") VALUES ('user_z', $1, $1)`,
    [secret],
  );
  const caller = callerOf("user_z", { organization: "org_z", role: "org:admin" });
  const { id } = await caller.project.create({ name: secret });
  await caller.task.create({ projectId: id, title: secret });
  await caller.post.create({ title: secret, body: secret });
  await outcome(caller.project.rename({ id, name: "" }));
  await outcome(caller.post.delete({ id: secret }));
  await outcome(caller.task.assign({ id: secret, assigneeId: null }));
  await outcome(callerOf("user_z", { organization: "org_z" }).project.create({ name: secret }));
  await outcome(caller.admin.users({ search: secret }));
  const rows = (await trail()).filter((row) => row.actorId === "user_z");
  expect(rows.map((row) => row.outcome).sort()).toEqual(
    [
      ...["done", "done", "done", "bad_input", "bad_input", "bad_input"],
      ...["permission_missing", "not_administrator"],
    ].sort(),
  );
  expect(JSON.stringify(rows)).not.toMatch(/zaphod|heart/i);
});
