import { initTRPC, lazy } from "@trpc/server";
import { describe, expect, test } from "vitest";
import { gateGrants } from "@/src/access/grants";
import { isPermission, permissions } from "@/src/access/permissions";
import { t } from "@/src/server/trpc/init";
import {
  adminCommand,
  adminInquiry,
  adminProcedure,
  freshAdminCommand,
  freshOrgCommand,
  freshOrgProcedure,
  freshProtectedCommand,
  orgCommand,
  orgProcedure,
  orgStream,
  protectedCommand,
  protectedProcedure,
  publicProcedure,
} from "@/src/server/trpc/procedures";
import { appRouter } from "@/src/server/trpc/root";
import { procedureTable, router } from "@/src/server/trpc/router";
import { readStamp } from "@/src/server/trpc/seal";

const table = Object.entries(procedureTable(appRouter));

/** A stream that ends before it has delivered anything. */
async function* never(): AsyncGenerator<number> {}

test("the application has procedures", () => {
  expect(table.length).toBeGreaterThan(15);
});

describe.each(table)("%s", (_, procedure) => {
  test("was made by a gate, under a permission where that is the organization's", () => {
    const stamp = readStamp(procedure);
    expect(Object.keys(gateGrants)).toContain(stamp?.gate);
    expect(isPermission(stamp?.permission)).toBe(stamp?.gate === "org");
  });

  test("says what goes in and what comes out", () => {
    expect(procedure._def).toMatchObject({
      inputs: [expect.anything()],
      output: expect.anything() as unknown,
    });
  });
});

test("each gate stamps as itself, and says whether it hands a command over and asks for a fresh proof", () => {
  const made = [
    [publicProcedure.query(() => 1), "public", false, false],
    [protectedProcedure.query(() => 1), "user", false, false],
    [adminProcedure.query(() => 1), "admin", false, false],
    [adminInquiry.query(() => 1), "admin", false, false],
    [protectedCommand.mutation(() => 1), "user", true, false],
    [freshProtectedCommand.mutation(() => 1), "user", true, true],
    [adminCommand.mutation(() => 1), "admin", true, false],
    [freshAdminCommand.mutation(() => 1), "admin", true, true],
  ] as const;
  for (const [procedure, gate, command, fresh] of made)
    expect(readStamp(procedure)).toEqual({ gate, permission: null, command, fresh, stream: false });
  for (const permission of Object.keys(permissions).filter(isPermission)) {
    // Guarantee: one value at a time; the type of the list's element is the union that orgProcedure refuses.
    const one = permission as never;
    const made = [
      [orgProcedure(one).query(() => 1), false, false, false],
      [freshOrgProcedure(one).mutation(() => 1), false, true, false],
      [orgStream(one).subscription(never), false, false, true],
      [orgCommand(one).mutation(() => 1), true, false, false],
      [freshOrgCommand(one).mutation(() => 1), true, true, false],
    ] as const;
    for (const [procedure, command, fresh, stream] of made)
      expect(readStamp(procedure)).toEqual({ gate: "org", permission, command, fresh, stream });
  }
});

describe("a procedure that no gate made does not get into a router, whatever its type was cast to", () => {
  const foreign = initTRPC.create();
  const open = foreign.procedure.query(() => 1);
  const sealed = adminProcedure.query(() => 1);
  const publicMeta = publicProcedure.query(() => 1)._def.meta as object;
  const key = Reflect.ownKeys(publicMeta)[0] ?? "";
  /** The router as code without types would call it. */
  const force = router as (record: unknown) => unknown;

  test.each([
    ["a bare one", () => ({ open })],
    ["a bare one, nested", () => ({ deep: { open } })],
    ["a foreign router", () => ({ deep: foreign.router({ open }) })],
    ["one of our own builder, without a gate", () => ({ open: t.procedure.query(() => 1) })],
    [
      "one labelled by hand",
      () => ({ open: foreign.procedure.meta({ gate: "admin", permission: null }).query(() => 1) }),
    ],
    [
      "one with the right key and a stamp made up",
      () => ({
        open: t.procedure
          .meta({ [key]: { gate: "admin", permission: null } } as never)
          .query(() => 1),
      }),
    ],
    [
      "one with another's stamp",
      () => ({ open: t.procedure.meta(publicMeta as never).query(() => 1) }),
    ],
    [
      "a sealed one relabelled by .meta()",
      () => ({ open: publicProcedure.meta(sealed._def.meta as never).query(() => 1) }),
    ],
    [
      "an administrator's relabelled as public",
      () => ({ open: adminProcedure.meta(publicMeta as never).query(() => 1) }),
    ],
    [
      "one permission relabelled as another",
      () => ({
        open: orgProcedure("org:projects:read")
          .meta(orgProcedure("org:audit:read")._def.meta as never)
          .query(() => 1),
      }),
    ],
    [
      "a sealed one whose stamp was taken off",
      () => ({ open: publicProcedure.meta({ [key]: undefined } as never).query(() => 1) }),
    ],
    [
      "two gates poured together and labelled as the first",
      () => ({
        open: (adminProcedure.concat as (other: unknown) => typeof adminProcedure)(publicProcedure)
          .meta(sealed._def.meta as never)
          .query(() => 1),
      }),
    ],
    [
      "two gates poured together",
      () => ({
        open: (protectedProcedure.concat as (other: unknown) => typeof protectedProcedure)(
          publicProcedure,
        ).query(() => 1),
      }),
    ],
  ])("%s", (_, record) => {
    expect(() => force(record())).toThrow(/The procedure "(deep\.)?open" was not made by a gate\./);
  });
});

test("a subscription is a stream's, and a stream's procedure is a subscription", () => {
  const force = router as (record: unknown) => unknown;
  const reason = '"open": a subscription is made with orgStream, and nothing else is.';
  for (const open of [
    publicProcedure.subscription(never),
    protectedProcedure.subscription(never),
    orgProcedure("org:projects:read").subscription(never),
    adminProcedure.subscription(never),
    orgStream("org:projects:read").query(() => 1),
    orgStream("org:projects:read").mutation(() => 1),
  ])
    expect(() => force({ open })).toThrow(reason);
});

test("a router that is loaded later does not get into a router: nobody could look at it", () => {
  const force = router as (record: unknown) => unknown;
  const later = lazy(async () => router({ shut: publicProcedure.query(() => 1) }));
  expect(() => force({ later })).toThrow(/A lazy router is loaded too late to be checked/);
});

test("what a stamp says cannot be changed", () => {
  const stamp = readStamp(adminProcedure.query(() => 1));
  expect(stamp).not.toBeNull();
  expect(Reflect.set(stamp ?? {}, "gate", "public")).toBe(false);
  expect(readStamp(adminProcedure.query(() => 1))).toMatchObject({ gate: "admin" });
});

test("a sealed procedure stays sealed through inputs, outputs and middlewares of its own", () => {
  const built = protectedProcedure.use(({ next }) => next()).query(() => 1);
  expect(readStamp(built)).toMatchObject({ gate: "user" });
  expect(() => router({ deep: { built }, deeper: router({ built }) })).not.toThrow();
});
