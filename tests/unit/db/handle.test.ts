import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Gate, Model } from "@/src/access/grants";
import type { Permission } from "@/src/access/permissions";
import type { Db, methodsOf } from "@/src/server/db/handle";
import { openHandle } from "@/src/server/db/open";
import { openDatabase, type Database } from "@/src/server/db/prisma";
import { Scope } from "@/src/server/db/scope";

// The real client on an address where nothing listens: what gets as far as the database answers `unavailable`.
let database: Database;
beforeAll(() => {
  database = openDatabase({
    connectionString: "postgresql://nobody:nothing@127.0.0.1:1/none",
    max: 1,
    namedStatements: true,
  });
});
afterAll(() => database.close());

function open<G extends Gate, P extends Permission = never>(gate: G, permission?: P): Db<G, P> {
  const tenant = permission && { permission, organizationId: "org_1" };
  return openHandle(database.prisma, new Scope({ gate, write: true }), gate, tenant);
}

type Method = (typeof methodsOf)[keyof typeof methodsOf][number];
type Without<K extends PropertyKey> = { readonly [N in K]?: never };
/** Exactly a handle's models, and of each exactly its methods: one too many or too few does not compile. */
type Shape<D> = {
  readonly [M in Extract<keyof D, Model>]: { readonly [F in keyof D[M]]: true } & Without<
    Exclude<Method, keyof D[M]>
  >;
} & Without<Exclude<Model, keyof D>>;

const read = { findMany: true, findFirst: true, count: true } as const;
const write = {
  create: true,
  createMany: true,
  update: true,
  updateMany: true,
  delete: true,
  deleteMany: true,
} as const;
const all = { ...read, ...write } as const;

const gates: { readonly [G in Exclude<Gate, "org">]: Shape<Db<G>> } = {
  public: { post: read },
  user: { user: read, organization: read, membership: read, post: all },
  admin: {
    user: read,
    organization: read,
    membership: read,
    invitation: read,
    post: read,
    auditEvent: read,
    webhookDelivery: read,
    syncRun: read,
    clerkCommand: read,
  },
};
const permissions: { readonly [P in Permission]: Shape<Db<"org", P>> } = {
  "org:projects:read": { organization: read, project: read, task: read },
  "org:projects:manage": { organization: read, project: all, task: read },
  "org:members:read": { organization: read, membership: read, user: read },
  "org:members:manage": { organization: read, membership: read, user: read, invitation: read },
  "org:tasks:manage": {
    organization: read,
    project: read,
    task: all,
    membership: read,
    user: read,
  },
  "org:audit:read": { organization: read, auditEvent: read },
};

/** What is really there. */
function shapeOf(handle: object): Record<string, string[]> {
  return Object.fromEntries(
    Reflect.ownKeys(handle)
      .filter((key) => key !== "key" && key !== "inbox")
      .map((key): [string, string[]] => {
        const model: unknown = Reflect.get(handle, key);
        const methods = typeof model === "object" && model !== null ? Reflect.ownKeys(model) : [];
        return [String(key), methods.map(String).sort()];
      }),
  );
}
function shapeOfTypes(shape: object): Record<string, string[]> {
  // Guarantee: the values above are objects, a model's methods each.
  const models = Object.entries(shape) as [string, object][];
  return Object.fromEntries(models.map(([model, methods]) => [model, Object.keys(methods).sort()]));
}

describe("a handle has at run time what its type says, and nothing else", () => {
  test.each(["public", "user", "admin"] as const)("%s", (gate) => {
    expect(shapeOf(open(gate))).toEqual(shapeOfTypes(gates[gate]));
  });

  test.each(Object.keys(permissions) as Permission[])("org under %s", (permission) => {
    expect(shapeOf(open("org", permission))).toEqual(shapeOfTypes(permissions[permission]));
  });
});

describe("a cast finds nothing either", () => {
  test.each([
    "project",
    "user",
    "webhookDelivery",
    "$queryRaw",
    "$transaction",
    "$extends",
    "constructor",
    "__proto__",
    "toString",
  ])("no %s in the public handle", (name) => {
    expect(Reflect.get(open("public"), name)).toBeUndefined();
  });

  test.each([
    "findUnique",
    "upsert",
    "aggregate",
    "groupBy",
    "findRaw",
    "$parent",
    "name",
    "fields",
    "constructor",
  ])("no %s on a model", (name) => {
    expect(Reflect.get(open("org", "org:projects:manage").project, name)).toBeUndefined();
  });

  test("no writing under a permission to read", () => {
    const { project } = open("org", "org:projects:read");
    for (const method of Object.keys(write)) expect(Reflect.get(project, method)).toBeUndefined();
  });

  test("nothing can be changed or added", () => {
    const handle = open("org", "org:projects:manage");
    expect(Object.isFrozen(handle)).toBe(true);
    expect(Reflect.set(handle, "project", {})).toBe(false);
    expect(Reflect.set(handle, "user", {})).toBe(false);
    expect(Reflect.set(handle.project, "findMany", () => [])).toBe(false);
    expect(Reflect.setPrototypeOf(handle, {})).toBe(false);
  });

  test("there is no way from a method to the client", () => {
    const handle = open("user");
    expect(Reflect.getPrototypeOf(handle)).toBeNull();
    expect(Reflect.getPrototypeOf(handle.post)).toBeNull();
    for (const method of Object.values(handle.post))
      expect(Reflect.ownKeys(method).sort()).toEqual(["length", "name"]);
  });
});

test("the compound key is the active organization's", () => {
  expect(open("org", "org:projects:read").key("p1")).toEqual({ organizationId: "org_1", id: "p1" });
  expect(Reflect.get(open("user"), "key")).toBeUndefined();
});

test("the inbox is the administrators', and a query asks for no run", () => {
  const queried = openHandle(
    database.prisma,
    new Scope({ gate: "admin" }),
    "admin",
    undefined,
    "reads",
  );
  expect(Object.keys(open("admin").inbox).sort()).toEqual(["ask", "lag", "payload"]);
  expect(Object.keys(queried.inbox).sort()).toEqual(["lag", "payload"]);
  for (const gate of ["public", "user"] as const)
    expect(Reflect.get(open(gate), "inbox")).toBeUndefined();
  expect(Reflect.get(open("org", "org:audit:read"), "inbox")).toBeUndefined();
  expect(Object.isFrozen(open("admin").inbox)).toBe(true);
});

test("a granted call goes to the database", async () => {
  await expect(open("org", "org:projects:read").project.findMany()).rejects.toMatchObject({
    code: "unavailable",
  });
  await expect(
    open("user").post.create({ data: { title: "t", body: "b", slug: "s" } }),
  ).rejects.toMatchObject({
    code: "unavailable",
  });
});

describe("data that no handle writes is refused before anything is sent", () => {
  const cases: [string, string, unknown][] = [
    ["create", "organizationId", { data: { name: "n", organizationId: "org_2" } }],
    [
      "createMany",
      "organizationId",
      { data: [{ name: "n" }, { name: "n", organizationId: "org_2" }] },
    ],
    ["update", "organizationId", { where: { id: "p" }, data: { organizationId: "org_2" } }],
    ["updateMany", "organizationId", { where: {}, data: { organizationId: { set: "org_2" } } }],
    ["create", "organization", { data: { name: "n", organization: { connect: { id: "org_2" } } } }],
    ["create", "tasks", { data: { name: "n", tasks: { create: { title: "t" } } } }],
    ["update", "tasks", { where: { id: "p" }, data: { tasks: { deleteMany: {} } } }],
    ["updateMany", "toString", { where: {}, data: { toString: "x" } }],
    ["create", "owner", { data: { name: "n", owner: "x" } }],
  ];
  test.each(cases)("%s with %s", async (method, field, args) => {
    const { project } = open("org", "org:projects:manage");
    // Guarantee: the handle has the method (tested above); the arguments are what its type refuses.
    const call = Reflect.get(project, method) as (args: unknown) => Promise<unknown>;
    await expect(call(args)).rejects.toMatchObject({
      code: "internal",
      message: `project.${field} cannot be written through a handle`,
    });
  });

  test.each([null, 1, "name", [null]])("data of %j", async (data) => {
    const { project } = open("org", "org:projects:manage");
    const call = project.create as (args: unknown) => Promise<unknown>;
    await expect(call({ data })).rejects.toMatchObject({ code: "internal" });
  });
});

test("the client throws outside a scope, and sends nothing", async () => {
  await expect(database.prisma.project.findMany()).rejects.toThrow("outside a scope");
});
