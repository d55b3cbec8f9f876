import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ask, dataOf, fresh, mutate, query, refusalOf, token } from "../support/e2e.ts";

const Listed = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
const RestError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

let alice: string;
let bob: string;
let carol: string;
let erin: string;
let root: string;

beforeAll(async () => {
  alice = await token("alice@acme.test", "acme");
  bob = await token("bob@acme.test", "acme");
  carol = await token("carol@globex.test", "globex");
  erin = await token("erin@example.test");
  root = await token("root@gatehouse.test");
});

async function codeOf(response: Response): Promise<string> {
  return RestError.parse(await response.json()).error.code;
}

const absent = randomUUID();
/** Every procedure that is not public, with an input that its schema accepts. */
const guarded = {
  queries: {
    "me.get": undefined,
    "post.mine": {},
    "project.list": {},
    "project.get": { id: absent },
    "task.list": { projectId: absent },
    "member.list": {},
    "admin.users": {},
    "admin.organizations": {},
    "admin.counts": undefined,
  },
  mutations: {
    "post.create": { title: "Forged", body: "" },
    "post.update": { id: absent, title: "Forged", body: "" },
    "post.publish": { id: absent, published: true },
    "post.delete": { id: absent },
    "project.create": { name: "Forged" },
    "project.rename": { id: absent, name: "Forged" },
    "project.archive": { id: absent, archived: true },
    "project.delete": { id: absent },
    "task.create": { projectId: absent, title: "Forged" },
    "task.toggle": { id: absent, done: true },
    "task.assign": { id: absent, assigneeId: null },
    "task.delete": { id: absent },
  },
} as const;

describe("signed out", () => {
  it("answers the public procedures", async () => {
    const list = z
      .object({ items: z.array(z.object({ slug: z.string() })) })
      .parse(await dataOf(await query("post.published", {})));
    expect(list.items.length).toBeGreaterThanOrEqual(4);
    const slug = list.items[0]?.slug;
    expect(await dataOf(await query("post.bySlug", { slug }))).toMatchObject({ slug });
  });

  it.each(Object.entries(guarded.queries))("refuses %s as a tRPC error", async (path, input) => {
    const response = await query(path, input);
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toContain("application/json");
    const refusal = await refusalOf(response);
    expect(refusal.data).toMatchObject({ code: "UNAUTHORIZED", appCode: "signed_out" });
  });

  it.each(Object.entries(guarded.mutations))("refuses %s as a tRPC error", async (path, input) => {
    const response = await mutate(path, input);
    expect(response.status).toBe(401);
    const refusal = await refusalOf(response);
    expect(refusal.data).toMatchObject({ code: "UNAUTHORIZED", appCode: "signed_out" });
  });
});

describe("REST", () => {
  it("GET /api/user-data: the caller, or 401", async () => {
    const nobody = await ask("/api/user-data");
    expect(nobody.status).toBe(401);
    expect(await codeOf(nobody)).toBe("signed_out");
    const somebody = await ask("/api/user-data", { token: erin });
    expect(somebody.status).toBe(200);
    expect(await somebody.json()).toMatchObject({ email: "erin@example.test", organizations: [] });
  });

  it("GET /api/data: the active organization's projects; 401, 403 without one", async () => {
    expect((await ask("/api/data")).status).toBe(401);
    const outside = await ask("/api/data", { token: erin });
    expect(outside.status).toBe(403);
    expect(await codeOf(outside)).toBe("no_organization");
    const names = async (as: string) => {
      const response = await ask("/api/data", { token: as });
      expect(response.status).toBe(200);
      return Listed.parse(await response.json()).items.map((project) => project.name);
    };
    expect(await names(bob)).toContain("Website relaunch");
    expect(await names(carol)).toContain("Supplier portal");
    expect(await names(carol)).not.toContain("Website relaunch");
  });

  it("GET /api/protected: platform administrators; 401, 403", async () => {
    expect((await ask("/api/protected")).status).toBe(401);
    const refused = await ask("/api/protected", { token: alice });
    expect(refused.status).toBe(403);
    expect(await codeOf(refused)).toBe("not_administrator");
    const response = await ask("/api/protected", { token: root });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ users: expect.any(Number) as number });
  });
});

describe("a foreign id and an absent one", () => {
  const Created = z.object({ id: z.string() });
  let project: string;
  let task: string;

  beforeAll(async () => {
    const created = await mutate("project.create", { name: fresh("Secret") }, { token: alice });
    project = Created.parse(await dataOf(created)).id;
    const input = { projectId: project, title: "Hidden" };
    task = Created.parse(await dataOf(await mutate("task.create", input, { token: alice }))).id;
  });

  const calls: [string, (project: string, task: string) => Promise<Response>][] = [
    ["project.get", (id) => query("project.get", { id }, { token: carol })],
    ["task.list", (projectId) => query("task.list", { projectId }, { token: carol })],
    ["project.rename", (id) => mutate("project.rename", { id, name: "Mine" }, { token: carol })],
    [
      "project.archive",
      (id) => mutate("project.archive", { id, archived: true }, { token: carol }),
    ],
    ["project.delete", (id) => mutate("project.delete", { id }, { token: carol })],
    [
      "task.create",
      (projectId) => mutate("task.create", { projectId, title: "Mine" }, { token: carol }),
    ],
    ["task.toggle", (_, id) => mutate("task.toggle", { id, done: true }, { token: carol })],
    ["task.assign", (_, id) => mutate("task.assign", { id, assigneeId: null }, { token: carol })],
    ["task.delete", (_, id) => mutate("task.delete", { id }, { token: carol })],
  ];

  /**
   * All that an answer shows, without what differs between any two answers: the request's own number, the time, and the ids
   * that were asked for, which the framework's rewrite header repeats.
   */
  async function shown(call: (typeof calls)[number][1], ...ids: [string, string]) {
    const response = await call(...ids);
    const headers = [...response.headers]
      .filter(([name]) => name !== "x-request-id" && name !== "date")
      .map(([name, value]) => [name, ids.reduce((text, id) => text.replaceAll(id, "<id>"), value)]);
    const body = Buffer.from(await response.arrayBuffer()).toString("hex");
    return { status: response.status, headers, body };
  }

  it("are answered alike by every procedure that takes an id", async () => {
    for (const [name, call] of calls) {
      const foreign = await shown(call, project, task);
      const missing = await shown(call, randomUUID(), randomUUID());
      expect(foreign, name).toEqual(missing);
      expect(foreign.status, name).toBe(404);
    }
  });

  it("left the foreign one as it was", async () => {
    const found = await dataOf(await query("project.get", { id: project }, { token: alice }));
    expect(found).toMatchObject({ id: project, archivedAt: null });
    expect(
      await dataOf(await query("task.list", { projectId: project }, { token: alice })),
    ).toMatchObject([{ id: task, title: "Hidden", doneAt: null }]);
    await mutate("project.delete", { id: project }, { token: alice });
  });

  it("are refused in pages alike", async () => {
    const page = async (id: string) => {
      const response = await ask(`/org/globex/projects/${id}`, { token: carol });
      return { status: response.status, text: visibleText(await response.text()) };
    };
    const foreign = await page(project);
    expect(foreign).toEqual(await page(randomUUID()));
    expect(foreign.status).toBe(404);
  });
});

describe("batches", () => {
  const batch = (paths: string[], init: Parameters<typeof ask>[1] = {}) =>
    ask(
      `/api/trpc/${paths.join(",")}?batch=1&input=${encodeURIComponent(JSON.stringify({}))}`,
      init,
    );

  it("of ten are answered one by one", async () => {
    const ten = [...Object.keys(guarded.queries), "post.published"];
    const response = await batch(ten, { token: bob });
    expect(response.status).toBe(207);
    const answers = z.array(z.record(z.string(), z.unknown())).parse(await response.json());
    expect(answers).toHaveLength(10);
    expect(answers.filter((answer) => "result" in answer).length).toBeGreaterThanOrEqual(1);
  });

  it("mix answers and refusals", async () => {
    const response = await batch(["me.get", "admin.counts"], { token: bob });
    expect(response.status).toBe(207);
    const [mine, counts] = z
      .tuple([z.object({ result: z.unknown() }), z.object({ error: z.unknown() })])
      .parse(await response.json());
    expect(JSON.stringify(mine)).toContain("bob@acme.test");
    expect(JSON.stringify(counts)).toContain("not_administrator");
  });

  it.each([
    ["of eleven", [...Object.keys(guarded.queries), "post.published", "post.bySlug"]],
    ["of commas only", Array.from({ length: 40 }, () => "")],
    ["of one comma", ["", ""]],
    ["with a gap", ["me.get", "", "admin.counts"]],
    ["with an end missing", ["me.get", ""]],
    ["that name a procedure twice", ["me.get", "admin.counts", "me.get"]],
    ["of a thousand", Array.from({ length: 1000 }, (_, index) => `p${index}`)],
  ])("%s are refused", async (_, paths) => {
    for (const as of [bob, undefined]) {
      const response = await batch(paths, { token: as });
      expect(response.status).toBe(400);
      expect((await refusalOf(response)).data.appCode).toBe("bad_input");
    }
  });

  it("hidden by percent-encoding are counted all the same", async () => {
    const response = await ask("/api/trpc/me.get%2Cme%2Eget?batch=1", { token: bob });
    expect(response.status).toBe(400);
  });

  it("of mutations keep to the same rules", async () => {
    const response = await ask("/api/trpc/project.create,project.create?batch=1", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ 0: { json: { name: "One" } }, 1: { json: { name: "Two" } } }),
      token: alice,
    });
    expect(response.status).toBe(400);
    const listed = await dataOf(await query("project.list", { limit: 100 }, { token: alice }));
    const names = Listed.parse(listed).items.map(({ name }) => name);
    expect(names).not.toContain("One");
  });
});

describe("malformed and hostile requests", () => {
  it("GET of a mutation: 405", async () => {
    const input = encodeURIComponent(JSON.stringify({ json: { name: "By address" } }));
    const response = await ask(`/api/trpc/project.create?input=${input}`, { token: alice });
    expect(response.status).toBe(405);
    expect((await refusalOf(response)).data.appCode).toBe("method_not_allowed");
  });

  it.each([
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data; boundary=x",
    "",
  ])("content type %j: 415", async (type) => {
    const response = await mutate(
      "project.create",
      { name: "Form" },
      { token: alice, headers: { "content-type": type } },
    );
    expect(response.status).toBe(415);
  });

  it("malformed JSON: 400", async () => {
    const init = {
      method: "POST",
      body: '{"json":',
      headers: { "content-type": "application/json" },
      token: alice,
    };
    const response = await ask("/api/trpc/project.create", init);
    expect(response.status).toBe(400);
    expect((await refusalOf(response)).data.appCode).toBe("bad_input");
  });

  it("a body of 2 MiB: 413", async () => {
    const response = await mutate(
      "project.create",
      { name: "x".repeat(2 * 1024 * 1024) },
      { token: alice },
    );
    expect(response.status).toBe(413);
  });

  it("an unknown procedure: 404, whoever asks", async () => {
    for (const as of [undefined, alice]) {
      const response = await query("project.steal", {}, { token: as });
      expect(response.status).toBe(404);
      expect((await refusalOf(response)).data.code).toBe("NOT_FOUND");
    }
    for (const path of ["constructor", "__proto__", "project.__proto__", "toString", "project"]) {
      expect((await query(path, {}, { token: alice })).status, path).toBe(404);
    }
  });

  it("a null byte, a lone surrogate or a line break in a name: 400", async () => {
    for (const name of ["a\u0000b", "a\ud800b", "a\nb", " ", "", "x".repeat(121)]) {
      const response = await mutate("project.create", { name }, { token: alice });
      expect(response.status, JSON.stringify(name)).toBe(400);
      expect((await refusalOf(response)).data.appCode).toBe("bad_input");
    }
  });

  it.each([
    ["a prototype key", '{"json":{"name":"Proto","__proto__":{"isAdmin":true}}}'],
    [
      "meta that names the prototype",
      '{"json":{"name":"P"},"meta":{"values":{"__proto__.polluted":["undefined"]}}}',
    ],
    [
      "meta that names the constructor",
      '{"json":{"name":"P"},"meta":{"values":{"constructor.prototype.x":["undefined"]}}}',
    ],
    [
      "references into the prototype",
      '{"json":{"name":"P"},"meta":{"referentialEqualities":{"name":["__proto__.polluted"]}}}',
    ],
    [
      "a class that is not registered",
      '{"json":{"name":"P"},"meta":{"values":{"name":[["class","Evil"]]}}}',
    ],
    [
      "a custom type that is not registered",
      '{"json":{"name":"P"},"meta":{"values":{"name":[["custom","Evil"]]}}}',
    ],
    ["meta that is no object", '{"json":{"name":"P"},"meta":"x"}'],
    ["an array for the whole", "[1,2,3]"],
    ["null for the whole", "null"],
  ])("superjson: %s", async (_, body) => {
    const init = {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
      token: alice,
    };
    const response = await ask("/api/trpc/project.create", init);
    const text = await response.text();
    expect(text).not.toMatch(/node_modules|\bat .+:\d+:\d+|superjson/);
    expect(response.status, text).toBe(400);
    // The process is the same one afterwards, and its prototypes are clean.
    const me = await ask("/api/user-data", { token: alice });
    expect(me.status).toBe(200);
    expect(await me.text()).not.toMatch(/polluted|isAdmin/);
  });
});

describe("every answer", () => {
  it("names its request, is not kept by caches, and shows no stack", async () => {
    const answers = await Promise.all([
      query("post.published", {}),
      query("me.get"),
      query("project.get", { id: "not an id" }, { token: alice }),
      query("no.such"),
      mutate("project.create", { name: "" }, { token: alice }),
      mutate("project.create", {}, { token: alice, headers: { "content-type": "text/plain" } }),
      mutate("project.create", {}, { token: alice, headers: { origin: "https://evil.example" } }),
      ask("/api/trpc/project.create", {
        method: "POST",
        body: "{",
        headers: { "content-type": "application/json" },
      }),
      ask(`/api/trpc/${",".repeat(30)}?batch=1`),
      ask("/api/user-data"),
      ask("/api/data", { token: erin }),
      ask("/api/protected", { token: root }),
    ]);
    for (const answer of answers) {
      const what = `${answer.status} ${answer.url}`;
      expect(answer.headers.get("x-request-id"), what).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers.get("cache-control"), what).toContain("no-store");
      expect(answer.headers.get("x-powered-by"), what).toBeNull();
      // A stack's lines, of which JSON escapes the ends; what people write about may have "at" and a time in it.
      expect(await answer.text(), what).not.toMatch(
        /node_modules|\n\s+at |\\n\s+at |\.next\/|prisma/i,
      );
    }
  });
});

/** What a page says, without markup and without what frameworks put into every answer anew. */
function visibleText(html: string): string {
  return html
    .replace(/<script[\s\S]*?<\/script>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}
