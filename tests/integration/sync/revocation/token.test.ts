import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { useApplication } from "../../../support/application.ts";
import {
  membershipData,
  organizationData,
  userData,
  type EventBody,
} from "../../../support/deliveries.ts";
import { nowSeconds } from "../../../support/principals.ts";
import { requestNow } from "./request.ts";
import { deliver, publicKeyPem, tokenOf, tryWays, type Claims, type Outcomes } from "./ways.ts";

// Next's request and the middleware's verdict are all that is missing here: the token is verified, by the way that is not
// behind the middleware, and every route, action and gate is the application's own.
vi.mock("next/headers", () => ({ headers: () => Promise.resolve(requestNow().headers) }));
vi.mock("@/src/server/auth/session", async () => {
  const { authenticateRequest } = await import("@/src/server/auth/request");
  return { readPrincipal: async () => (await authenticateRequest(requestNow())).principal };
});

useApplication({ RATE_LIMIT_ADDRESS: "100000", RATE_LIMIT_PERSON: "100000" });
beforeAll(() => {
  process.env["CLERK_JWT_KEY"] = publicKeyPem;
});

let serial = 0;
let user = "";
let root = "";
let organization = "";
const issuedAt = nowSeconds() - 20;
/** Milliseconds: evidence from before and after the token. */
const before = (issuedAt - 10) * 1000;
const after = (issuedAt + 5) * 1000;

const claims = (changed: Partial<Claims> = {}): Claims => ({
  user,
  session: `sess_r${serial}`,
  issuedAt,
  organization,
  role: "org:admin",
  platformAdmin: true,
  ...changed,
});
const at = (time: number) => ({ created_at: before, updated_at: time });
const person = (time: number, changed: Record<string, unknown> = {}): EventBody => ({
  type: time === before ? "user.created" : "user.updated",
  data: userData(user, { public_metadata: { role: "admin" }, ...at(time), ...changed }),
  timestamp: time,
});
const membership = (
  verb: "created" | "updated" | "deleted",
  time: number,
  changed: Record<string, unknown> = {},
): EventBody => ({
  type: `organizationMembership.${verb}`,
  data: membershipData(organization, user, { role: "org:admin", ...at(time), ...changed }),
  timestamp: time,
});
const gone = (type: string, id: string): EventBody => ({
  type,
  data: { id, deleted: true },
  timestamp: after,
});
const session = (verb: string): EventBody => ({
  type: `session.${verb}`,
  data: { id: `sess_r${serial}`, user_id: user, status: verb },
  timestamp: after,
});

beforeEach(async () => {
  serial += 1;
  [user, root, organization] = [`user_r${serial}`, `user_root${serial}`, `org_r${serial}`];
  await deliver(person(before));
  await deliver({
    type: "user.created",
    data: userData(root, at(before)),
    timestamp: before,
  });
  await deliver({
    type: "organization.created",
    data: organizationData(organization, at(before)),
    timestamp: before,
  });
  await deliver(membership("created", before));
});

const open: Outcomes = {
  query: "done",
  manage: "done",
  batch: "done",
  rest: "done",
  page: "done",
  ownQuery: "done",
  ownRest: "done",
  ownPage: "done",
  ownAction: "done",
  adminRest: "done",
  adminQuery: "done",
  public: "done",
};
const impersonated: Outcomes = {
  ...open,
  adminRest: "403 not_administrator",
  adminQuery: "403 not_administrator",
};
const removed: Outcomes = {
  ...open,
  query: "403 membership_removed",
  manage: "403 membership_removed",
  batch: "403 membership_removed",
  rest: "403 membership_removed",
  page: "404",
};
/** No way in is left, but what is everybody's. */
function closed(code: string): Outcomes {
  const each = `401 ${code}`;
  const trpc = { query: each, manage: each, batch: each, ownQuery: each, adminQuery: each };
  const pages = { page: "/session-ended", ownPage: "/session-ended" };
  const rest = { rest: each, ownRest: each, adminRest: each };
  return { ...trpc, ...pages, ...rest, ownAction: code, public: "done" };
}
const unmade: Outcomes = { ...impersonated };

interface Case {
  readonly name: string;
  readonly event: () => EventBody;
  readonly outcomes: Outcomes;
  readonly claims?: () => Partial<Claims>;
  /** What was possible before. */
  readonly at?: Outcomes;
}

const cases: readonly Case[] = [
  { name: "removal", event: () => membership("deleted", after), outcomes: removed },
  {
    name: "demotion",
    event: () => membership("updated", after, { role: "org:member" }),
    outcomes: { ...open, manage: "403 permission_stale" },
  },
  {
    name: "a role that is none of ours",
    event: () => membership("updated", after, { role: "org:guest" }),
    outcomes: {
      ...open,
      query: "403 permission_stale",
      manage: "403 permission_stale",
      batch: "403 permission_stale",
      rest: "403 permission_stale",
      page: "withheld",
    },
  },
  {
    name: "organization deleted",
    event: () => gone("organization.deleted", organization),
    outcomes: removed,
  },
  {
    name: "ban",
    event: () => person(after, { banned: true }),
    outcomes: closed("user_banned"),
  },
  {
    name: "user deleted",
    event: () => gone("user.deleted", user),
    outcomes: closed("user_deleted"),
  },
  ...["ended", "removed", "revoked"].map((verb) => ({
    name: `session ${verb}`,
    event: () => session(verb),
    outcomes: closed("session_ended"),
  })),
  {
    name: "administrator's role taken away",
    event: () => person(after, { public_metadata: {} }),
    outcomes: unmade,
  },
  {
    name: "impersonator banned",
    event: () => ({
      type: "user.updated",
      data: userData(root, { banned: true, ...at(after) }),
      timestamp: after,
    }),
    claims: () => ({ impersonator: root }),
    at: impersonated,
    outcomes: {
      ...closed("session_ended"),
      adminRest: "403 not_administrator",
      adminQuery: "403 not_administrator",
    },
  },
  {
    name: "impersonator deleted",
    event: () => gone("user.deleted", root),
    claims: () => ({ impersonator: root }),
    outcomes: {
      ...closed("session_ended"),
      adminRest: "403 not_administrator",
      adminQuery: "403 not_administrator",
    },
  },
  {
    name: "a lock, which keeps from signing in and ends nothing,",
    event: () => person(after, { locked: true }),
    outcomes: open,
  },
];

describe("the next request with the same token, after the delivery of a", () => {
  it.each(cases)("$name", async (one) => {
    const token = await tokenOf(claims(one.claims?.()));
    // That nothing but the delivery shuts them out, the last case shows for all the others.
    if (one.at) expect(await tryWays(token, user)).toEqual(one.at);
    await deliver(one.event());
    expect(await tryWays(token, user)).toEqual(one.outcomes);
  });
});

describe("who comes back", () => {
  it("gets in with the token of before, once the webhook is applied", async () => {
    const token = await tokenOf(claims());
    await deliver(membership("deleted", after));
    expect(await tryWays(token, user)).toEqual(removed);
    await deliver(
      membership("created", after + 1000, { id: "orgmem_again", created_at: after + 1000 }),
    );
    expect(await tryWays(token, user)).toEqual(open);
  });

  it("gets in with the next token, before the webhook is applied", async () => {
    await deliver(membership("deleted", after));
    const next = await tokenOf(claims({ issuedAt: issuedAt + 10 }));
    expect(await tryWays(next, user)).toEqual(open);
    // The one from before the removal stays where it was.
    expect(await tryWays(await tokenOf(claims()), user)).toEqual(removed);
  });

  it("after a ban: with the webhook, or with a token of afterwards", async () => {
    await deliver(person(after, { banned: true }));
    expect(await tryWays(await tokenOf(claims({ issuedAt: issuedAt + 10 })), user)).toEqual(open);
    const token = await tokenOf(claims());
    expect(await tryWays(token, user)).toEqual(closed("user_banned"));
    await deliver(person(after + 1000));
    expect(await tryWays(token, user)).toEqual(open);
  });
});

describe("who is promoted", () => {
  const member: Outcomes = { ...open, manage: "403 permission_missing" };

  it("may with the token of before, once the webhook is applied", async () => {
    await deliver(membership("updated", before + 1000, { role: "org:member" }));
    const token = await tokenOf(claims({ role: "org:member" }));
    expect(await tryWays(token, user)).toEqual(member);
    await deliver(membership("updated", after));
    expect(await tryWays(token, user)).toEqual(open);
  });

  it("may with the next token, before the webhook is applied", async () => {
    await deliver(membership("updated", before + 1000, { role: "org:member" }));
    expect(await tryWays(await tokenOf(claims()), user)).toEqual(open);
  });
});
