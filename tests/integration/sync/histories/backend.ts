import { Hono, type Context } from "hono";
import { listenOnLoopback } from "../../../../local/clerk/listen.ts";
import { filterBy, paginate, sortBy } from "../../../../local/clerk/pages.ts";
import type { SimulatedClerk } from "./clerk.ts";
import { invitationJson, membershipJson, organizationJson, personJson } from "./payloads.ts";
import type { Clock } from "./source.ts";

export interface Backend {
  readonly url: string;
  /** Answered since it was started. */
  readonly requests: number;
  close(): Promise<void>;
}

/** Whose truth is told, which may be another from one request to the next. */
export interface Telling {
  clerks: readonly SimulatedClerk[];
  clock: Clock;
  /** Called before each answer: what happens then happens between two pages of a list. */
  meanwhile: () => void;
  /** What lists leave out, asked for it by its id too, though it is there. */
  leavesOut: (id: string) => boolean;
}

/** The part of Clerk's Backend API that reads, over HTTP: lists by offset of what there is now, the newest first, and 404. */
export async function serveBackend(telling: Telling): Promise<Backend> {
  let requests = 0;
  const app = new Hono();
  app.use(async (c, next) => {
    requests += 1;
    telling.meanwhile();
    // Like every Date header, without the milliseconds.
    const date = new Date(telling.clock.now).toUTCString();
    await next();
    c.header("date", date);
  });
  addRoutes(app, telling);
  app.notFound((c) => missing(c));
  const { port, close } = await listenOnLoopback(0, async (request) => app.fetch(request));
  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    close,
  };
}

interface Listed {
  readonly id: string;
  readonly createdAt: number;
  readonly gone: boolean;
}

function addRoutes(app: Hono, telling: Telling): void {
  const all = <T extends Listed>(of: (clerk: SimulatedClerk) => readonly T[]): T[] =>
    telling.clerks.flatMap(of).filter(({ gone }) => !gone);
  const listed = <T extends Listed>(c: Context, filters: readonly string[], of: T[]): T[] => {
    const there = of.filter(({ id }) => !telling.leavesOut(id));
    return filterBy(c, filters, there, ({ id }) => id);
  };
  const people = () => all((clerk) => clerk.people);
  const organizations = () => all((clerk) => clerk.organizations);
  const memberships = () => all((clerk) => clerk.memberships);
  const invitations = () => all((clerk) => clerk.invitations);

  app.get("/v1/instance", (c) => c.json({ object: "instance", id: "ins_test" }));
  app.get("/v1/users", (c) => {
    const found = listed(c, ["user_id", "user_id[]"], people());
    return c.json(pageOf(c, found, personJson).data);
  });
  app.get("/v1/users/count", (c) =>
    c.json({ object: "total_count", total_count: people().length }),
  );
  app.get("/v1/users/:id", (c) => one(c, people(), "id", personJson));
  app.get("/v1/users/:id/organization_memberships", (c) => {
    const found = memberships().filter(({ person }) => person.id === c.req.param("id"));
    return c.json(pageOf(c, found, membershipJson));
  });
  app.get("/v1/organizations", (c) => {
    const found = listed(c, ["organization_id", "organization_id[]"], organizations());
    return c.json(pageOf(c, found, organizationJson));
  });
  app.get("/v1/organizations/:id", (c) => one(c, organizations(), "id", organizationJson));
  app.get("/v1/organization_memberships", (c) =>
    c.json(pageOf(c, listed(c, [], memberships()), membershipJson)),
  );
  app.get("/v1/organizations/:org/memberships", (c) => {
    if (!organizations().some(({ id }) => id === c.req.param("org"))) return missing(c);
    const within = memberships().filter(
      ({ organization }) => organization.id === c.req.param("org"),
    );
    const found = filterBy(c, ["user_id", "user_id[]"], within, ({ person }) => person.id);
    return c.json(pageOf(c, found, membershipJson));
  });
  app.get("/v1/organizations/:org/invitations", (c) => {
    if (!organizations().some(({ id }) => id === c.req.param("org"))) return missing(c);
    const within = invitations().filter(
      ({ organization }) => organization.id === c.req.param("org"),
    );
    const found = filterBy(c, ["status", "status[]"], within, ({ status }) => status);
    return c.json(pageOf(c, found, invitationJson));
  });
  app.get("/v1/organizations/:org/invitations/:id", (c) =>
    one(c, invitations(), "id", invitationJson),
  );
}

function pageOf<T extends Listed>(c: Context, found: readonly T[], toJson: (of: T) => unknown) {
  return paginate(c, sortBy(c, found, { created_at: ({ createdAt }) => createdAt }), toJson);
}

function one<T extends Listed>(
  c: Context,
  among: readonly T[],
  parameter: string,
  toJson: (of: T) => Record<string, unknown>,
): Response {
  const found = among.find(({ id }) => id === c.req.param(parameter));
  return found ? c.json(toJson(found)) : missing(c);
}

function missing(c: Context): Response {
  const error = { code: "resource_not_found", message: "not found", long_message: "not found" };
  return c.json({ errors: [error], clerk_trace_id: "trace" }, 404);
}
