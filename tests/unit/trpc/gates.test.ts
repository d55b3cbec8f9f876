import { TRPCError } from "@trpc/server";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Permission } from "@/src/access/permissions";
import type { Person, Principal } from "@/src/server/auth/principal";
import { createContext } from "@/src/server/trpc/context";
import { errorCodeOf } from "@/src/server/trpc/fault";
import {
  adminCommand,
  adminInquiry,
  freshAdminCommand,
  freshOrgCommand,
  freshOrgProcedure,
  freshProtectedCommand,
  adminProcedure,
  orgCommand,
  orgProcedure,
  protectedCommand,
  protectedProcedure,
  publicProcedure,
} from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";

// No environment and no database here: a gate that refuses does so before it opens a handle, and one that lets in fails on
// the missing environment, which is `internal`.
beforeAll(() => {
  vi.stubEnv("DATABASE_URL", "");
});
let ran = 0;
const run = (): number => (ran += 1);
const gates = router({
  publicQuery: publicProcedure.query(run),
  publicMutation: publicProcedure.mutation(run),
  person: protectedProcedure.query(run),
  personMutation: protectedProcedure.mutation(run),
  reader: orgProcedure("org:projects:read").query(run),
  manager: orgProcedure("org:projects:manage").mutation(run),
  admin: adminProcedure.query(run),
  adminMutation: adminProcedure.mutation(run),
  adminInquiry: adminInquiry.query(run),
  personCommand: protectedCommand.mutation(run),
  managerCommand: orgCommand("org:members:manage").mutation(run),
  adminCommand: adminCommand.mutation(run),
  freshCommand: freshAdminCommand.mutation(run),
  freshManager: freshOrgProcedure("org:projects:manage").mutation(run),
  freshManagerCommand: freshOrgCommand("org:members:manage").mutation(run),
  freshPersonCommand: freshProtectedCommand.mutation(run),
  commandInQuery: protectedCommand.query(run),
});
type Name = keyof ReturnType<typeof gates.createCaller>;

async function codeOf(principal: Principal, name: Name, page: string | null = null) {
  const before = ran;
  try {
    await gates.createCaller(createContext(principal, undefined, page))[name]();
    return "answered";
  } catch (error) {
    expect(ran).toBe(before);
    return error instanceof TRPCError ? `${error.code} ${errorCodeOf(error)}` : String(error);
  }
}

const nobody: Principal = { kind: "anonymous" };
const person: Person = {
  kind: "person",
  userId: "user_1",
  sessionId: "sess_1",
  issuedAt: 1_800_000_000,
  impersonatorId: null,
  proof: null,
  platformAdmin: false,
  organization: null,
};
const member = (...permissions: Permission[]): Person => ({
  ...person,
  organization: { id: "org_1", slug: "acme", role: "org:member", permissions },
});
const admin: Person = { ...person, platformAdmin: true };
const letIn = "INTERNAL_SERVER_ERROR internal";

describe("signed out", () => {
  test.each([
    "person",
    "personMutation",
    "reader",
    "manager",
    "admin",
    "adminMutation",
    "adminInquiry",
    "publicMutation",
    "personCommand",
    "managerCommand",
    "adminCommand",
    "freshCommand",
    "freshManager",
    "freshManagerCommand",
    "freshPersonCommand",
  ] as const)("%s refuses", async (name) => {
    expect(await codeOf(nobody, name)).toBe("UNAUTHORIZED signed_out");
  });
  test("publicQuery lets in", async () => {
    expect(await codeOf(nobody, "publicQuery")).toBe(letIn);
  });
});

describe("signed in, without an organization", () => {
  test.each(["reader", "manager"] as const)("%s asks for an organization", async (name) => {
    expect(await codeOf(person, name)).toBe("PRECONDITION_FAILED no_organization");
  });
  test.each(["person", "personMutation"] as const)("%s lets in", async (name) => {
    expect(await codeOf(person, name)).toBe(letIn);
  });
  test.each(["admin", "adminMutation", "adminInquiry"] as const)("%s refuses", async (name) => {
    expect(await codeOf(person, name)).toBe("FORBIDDEN not_administrator");
  });
});

describe("a member", () => {
  // tests/integration/gates/permission.test.ts
  test("whose token lacks the permission is for the database to judge", async () => {
    expect(await codeOf(member(), "reader")).toBe(letIn);
    expect(await codeOf(member("org:projects:read"), "manager")).toBe(letIn);
  });
  test("with the permission is let in", async () => {
    expect(await codeOf(member("org:projects:read"), "reader")).toBe(letIn);
    expect(await codeOf(member("org:projects:manage"), "manager")).toBe(letIn);
  });
});

describe("a page that shows an organization", () => {
  const guarded = ["person", "personMutation", "reader", "manager"] as const;
  const [inside, mismatch] = [
    member("org:projects:manage", "org:projects:read"),
    "PRECONDITION_FAILED organization_mismatch",
  ];
  test.each(guarded)("is let in with a token for it: %s", async (name) => {
    expect(await codeOf(inside, name, "org_1")).toBe(letIn);
  });
  test.each(guarded)("is refused with a token for another one, or for none: %s", async (name) => {
    for (const page of ["org_2", "org_1 ", "", "ORG_1"]) {
      expect(await codeOf(inside, name, page)).toBe(mismatch);
    }
    expect(await codeOf(person, name, "org_1")).toBe(mismatch);
  });
  test("says nothing to what is everybody's, and opens nothing to nobody", async () => {
    expect(await codeOf(inside, "publicQuery", "org_2")).toBe(letIn);
    expect(await codeOf(nobody, "reader", "org_1")).toBe("UNAUTHORIZED signed_out");
  });
});

describe("a command", () => {
  const manager = member("org:members:manage");
  const impersonated = { impersonatorId: "user_2" };
  test("asks what its gate asks", async () => {
    expect(await codeOf(person, "managerCommand")).toBe("PRECONDITION_FAILED no_organization");
    expect(await codeOf(manager, "managerCommand", "org_2")).toBe(
      "PRECONDITION_FAILED organization_mismatch",
    );
    expect(await codeOf(person, "adminCommand")).toBe("FORBIDDEN not_administrator");
    for (const [principal, name] of [
      [person, "personCommand"],
      [manager, "managerCommand"],
      [admin, "adminCommand"],
    ] as const)
      expect(await codeOf(principal, name)).toBe(letIn);
  });
  test("is nobody's who acts as somebody else", async () => {
    expect(await codeOf({ ...person, ...impersonated }, "personCommand")).toBe(
      "FORBIDDEN impersonated",
    );
    expect(await codeOf({ ...manager, ...impersonated }, "managerCommand")).toBe(
      "FORBIDDEN impersonated",
    );
    expect(await codeOf({ ...admin, ...impersonated }, "adminCommand")).toBe(
      "FORBIDDEN not_administrator",
    );
  });
  test("is no query", async () => {
    const call = gates.createCaller(createContext(person)).commandInQuery();
    await expect(call).rejects.toMatchObject({ cause: { message: "A command is a mutation." } });
  });
});

describe("what asks for a fresh proof", () => {
  const proven = (first: number | null, second: number | null = null): Person => ({
    ...admin,
    proof: { first, second },
  });
  const stale = "FORBIDDEN reverification_required";
  test.each([
    ["the password, just now", proven(0), letIn],
    ["the password, within ten minutes", proven(9), letIn],
    ["the password, ten minutes ago", proven(10), stale],
    ["the password, an hour ago", proven(60), stale],
    ["both, the second one within ten minutes", proven(60, 9), letIn],
    ["both, the second one ten minutes ago", proven(0, 10), stale],
    ["the second one alone", proven(null, 0), letIn],
    ["nothing", proven(null), stale],
    ["nothing that is known", { ...admin, proof: null }, stale],
  ])("%s", async (_, principal, expected) => {
    expect(await codeOf(principal, "freshCommand")).toBe(expected);
    expect(await codeOf(principal, "adminCommand")).toBe(letIn);
  });
  test.each([
    ["freshManager", "manager"],
    ["freshManagerCommand", "managerCommand"],
    ["freshPersonCommand", "personCommand"],
  ] as const)("%s asks for it, %s does not", async (asking, other) => {
    const manager = member("org:projects:manage", "org:members:manage");
    const [late, now] = [10, 9].map((first) => ({ ...manager, proof: { first, second: null } }));
    if (!late || !now) throw new Error("There are two.");
    expect(await codeOf(late, asking)).toBe(stale);
    expect(await codeOf(now, asking)).toBe(letIn);
    expect(await codeOf(late, other)).toBe(letIn);
  });
  test("asks for an organization first, and for them as themselves where that is asked", async () => {
    const none = "PRECONDITION_FAILED no_organization";
    expect(await codeOf(person, "freshManager")).toBe(none);
    expect(await codeOf(person, "freshManagerCommand")).toBe(none);
    const acting = { ...member("org:members:manage"), impersonatorId: "user_2" };
    expect(await codeOf(acting, "freshManagerCommand")).toBe("FORBIDDEN impersonated");
    expect(await codeOf(acting, "freshPersonCommand")).toBe("FORBIDDEN impersonated");
  });
  test("asks for an administrator first, as themselves", async () => {
    const notOne = "FORBIDDEN not_administrator";
    const fresh = { proof: { first: 0, second: null } };
    expect(await codeOf({ ...person, ...fresh }, "freshCommand")).toBe(notOne);
    expect(await codeOf(person, "freshCommand")).toBe(notOne);
    const impersonated = { ...admin, ...fresh, impersonatorId: "user_2" };
    expect(await codeOf(impersonated, "freshCommand")).toBe(notOne);
  });
});

describe("a platform administrator", () => {
  test("is let in, as themselves", async () => {
    expect(await codeOf(admin, "admin")).toBe(letIn);
    expect(await codeOf(admin, "adminMutation")).toBe(letIn);
  });
  test("who is impersonated is none", async () => {
    expect(await codeOf({ ...admin, impersonatorId: "user_2" }, "admin")).toBe(
      "FORBIDDEN not_administrator",
    );
  });
  test("has no organization's data by being one", async () => {
    expect(await codeOf(admin, "reader")).toBe("PRECONDITION_FAILED no_organization");
  });
});
