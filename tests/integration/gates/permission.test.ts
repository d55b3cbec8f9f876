import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "@/src/access/errors";
import { createContext } from "@/src/server/trpc/context";
import { t } from "@/src/server/trpc/init";
import {
  orgCommand,
  orgProcedure,
  protectedProcedure,
  publicProcedure,
} from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { startWireProxy } from "../db/wire-proxy.ts";
import { useApplication } from "../../support/application.ts";
import { outcome } from "../../support/outcome.ts";
import { nowSeconds, person, type PersonOptions } from "../../support/principals.ts";
import { runSql } from "../../support/sql.ts";

// Who may, the database decides with the entry of the first statement: in either direction the mirror may know better than the token.

const testDatabase = useApplication();
let proxy: Awaited<ReturnType<typeof startWireProxy>>;
beforeAll(async () => {
  proxy = await startWireProxy(testDatabase().loginUrl);
  process.env["DATABASE_URL"] = proxy.url;
});
afterAll(() => proxy.close());

let ran: string[] = [];
const tell = (name: string) => (): string => {
  ran.push(name);
  return "told";
};
const input = z.strictObject({ wanted: z.literal("yes") });

/** Resolvers that say what they would without a word to the database, through the real gates. */
const gates = router({
  everybody: publicProcedure.output(z.string()).query(tell("everybody")),
  own: protectedProcedure.output(z.string()).query(tell("own")),
  idle: orgProcedure("org:projects:manage").output(z.string()).query(tell("idle")),
  change: orgProcedure("org:projects:manage").output(z.string()).mutation(tell("change")),
  command: orgCommand("org:members:manage").output(z.string()).mutation(tell("command")),
  asked: orgProcedure("org:projects:manage").input(input).output(z.string()).query(tell("asked")),
  deaf: orgProcedure("org:projects:manage")
    .output(z.string())
    .query(({ ctx }) => ctx.db.project.count().then(tell("deaf"), tell("deaf"))),
  failing: orgProcedure("org:projects:manage")
    .output(z.string())
    .query(() => {
      throw new AppError("conflict");
    }),
  counted: orgProcedure("org:projects:manage")
    .output(z.number())
    .query(({ ctx }) => ctx.db.project.count()),
});
const callerOf = t.createCallerFactory(gates);

let serial = 0;
let user = "";
const issuedAt = nowSeconds() - 20;
const after = (issuedAt + 10) * 1000;
const as = (role: string, options: PersonOptions = {}) =>
  callerOf(createContext(person(user, { organization: "org_p", role, issuedAt, ...options })));

beforeEach(async () => {
  serial += 1;
  user = `user_p${serial}`;
  ran = [];
  await as("org:admin").counted(); // The start check is done, and the entry is prepared.
  proxy.take();
});

async function mirrorMembership(role: string): Promise<void> {
  await runSql(
    testDatabase().ownerUrl,
    `WITH person AS (INSERT INTO "public"."User" ("id") VALUES ($1) RETURNING "id"),
       tenant AS (INSERT INTO "public"."Organization" ("id") VALUES ('org_p') ON CONFLICT DO NOTHING)
     INSERT INTO "public"."Membership" ("organizationId", "userId", "role", "sourceVersion") SELECT 'org_p', "id", $2, $3 FROM person`,
    [user, role, after],
  );
}

async function ban(): Promise<void> {
  await runSql(
    testDatabase().ownerUrl,
    `INSERT INTO "public"."User" ("id", "banned", "sourceVersion") VALUES ($1, true, $2)`,
    [user, after],
  );
}

/** How many round trips were made: each ends with a Sync, or is a query of the simple protocol. */
const trips = (): number => proxy.take().filter(({ type }) => type === "S" || type === "Q").length;

describe("a member whose token lacks the permission", () => {
  it("is refused, whatever the resolver makes of it, and no mutation runs", async () => {
    const member = as("org:member");
    for (const call of ["idle", "change", "command", "deaf", "failing", "counted"] as const)
      expect([call, await outcome(member[call]())]).toEqual([call, "permission_missing"]);
    expect(ran).not.toContain("change");
    expect(ran).not.toContain("command");
  });

  it("is told so before anything is said of the input", async () => {
    const bad = { wanted: "no" as unknown as "yes" };
    expect(await outcome(as("org:member").asked(bad))).toBe("permission_missing");
    expect(await outcome(as("org:admin").asked(bad))).toBe("bad_input");
  });

  it("is let in as soon as the mirror knows that the role has it by now", async () => {
    await mirrorMembership("org:admin");
    const promoted = as("org:member");
    expect(await promoted.idle()).toBe("told");
    expect(await promoted.change()).toBe("told");
    expect(await promoted.counted()).toBe(0);
    expect(await outcome(promoted.failing())).toBe("conflict");
    expect(await outcome(promoted.asked({ wanted: "no" as unknown as "yes" }))).toBe("bad_input");
  });
});

describe("a query that asks the database for nothing", () => {
  it("is not answered to somebody who was revoked", async () => {
    await ban();
    const banned = as("org:admin");
    for (const call of ["own", "idle", "deaf", "change"] as const)
      expect([call, await outcome(banned[call]())]).toEqual([call, "user_banned"]);
    expect(await banned.everybody()).toBe("told");
  });

  it("is not answered to somebody who was demoted", async () => {
    await mirrorMembership("org:member");
    for (const call of ["idle", "deaf", "change"] as const)
      expect([call, await outcome(as("org:admin")[call]())]).toEqual([call, "permission_stale"]);
  });
});

describe("one round trip", () => {
  it("is all that a query takes, with a statement and without, by the token or by the mirror", async () => {
    const found: Record<string, number> = {};
    const count = async (name: string, call: () => Promise<unknown>) => {
      proxy.take();
      await call();
      found[name] = trips();
    };
    await count("a statement", () => as("org:admin").counted());
    await count("no statement", () => as("org:admin").idle());
    await mirrorMembership("org:admin");
    await count("a statement, promoted", () => as("org:member").counted());
    await count("no statement, promoted", () => as("org:member").idle());
    await count("everybody's, no statement", () => as("org:member").everybody());
    expect(found).toEqual({
      "a statement": 1,
      "no statement": 1,
      "a statement, promoted": 1,
      "no statement, promoted": 1,
      "everybody's, no statement": 0,
    });
  });

  it("refuses, and a second one records the refusal", async () => {
    await ban();
    proxy.take();
    expect(await outcome(as("org:admin").counted())).toBe("user_banned");
    expect(trips()).toBe(2);
    expect(await outcome(as("org:admin").idle())).toBe("user_banned");
    expect(trips()).toBe(2);
  });
});
