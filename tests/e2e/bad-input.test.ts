import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ask, dataOf, query, served, token } from "../support/e2e.ts";
import { badEnvelopes, badValues, badWholes, noJson, type Kind } from "../support/bad-values.ts";
import { deliveryOf } from "../support/deliveries.ts";

type Who = "alice" | "root" | "nobody";
const id = "3f0b3a8e-5b0b-4f6e-9d53-0f2b8f6f2a11";

/** Every procedure, what its fields take, a value that each would take, and somebody whom its gate lets in. */
interface Takes {
  readonly type: "query" | "mutation";
  readonly as: Who;
  readonly fields: Readonly<Record<string, readonly [kind: Kind, good: string]>>;
  /** Fields that may be absent. */
  readonly optional?: readonly string[];
}
const page = {
  cursor: ["cursor", "null"],
  limit: ["limit", "5"],
  direction: ["direction", '"forward"'],
} as const;
const list = ["cursor", "limit", "direction"];
const anId = ["id", `"${id}"`] as const;
const aFlag = ["flag", "true"] as const;
const procedures: Readonly<Record<string, Takes>> = {
  "post.published": { type: "query", as: "nobody", fields: page, optional: list },
  "post.bySlug": { type: "query", as: "nobody", fields: { slug: ["slug", '"a"'] } },
  "post.mine": { type: "query", as: "alice", fields: page, optional: list },
  "project.list": {
    type: "query",
    as: "alice",
    fields: { ...page, archived: aFlag },
    optional: [...list, "archived"],
  },
  "project.get": { type: "query", as: "alice", fields: { id: anId } },
  "task.list": { type: "query", as: "alice", fields: { projectId: anId } },
  "member.list": {
    type: "query",
    as: "alice",
    fields: { ...page, cursor: ["memberCursor", "null"] },
    optional: list,
  },
  "admin.users": {
    type: "query",
    as: "root",
    fields: { ...page, search: ["search", '"a"'] },
    optional: [...list, "search"],
  },
  "admin.organizations": {
    type: "query",
    as: "root",
    fields: { ...page, search: ["search", '"a"'] },
    optional: [...list, "search"],
  },
  "post.create": {
    type: "mutation",
    as: "alice",
    fields: { title: ["line", '"Bad input"'], body: ["prose", '""'] },
  },
  "post.update": {
    type: "mutation",
    as: "alice",
    fields: { id: anId, title: ["line", '"Bad input"'], body: ["prose", '""'] },
  },
  "post.publish": { type: "mutation", as: "alice", fields: { id: anId, published: aFlag } },
  "post.delete": { type: "mutation", as: "alice", fields: { id: anId } },
  "project.create": { type: "mutation", as: "alice", fields: { name: ["line", '"Bad input"'] } },
  "project.rename": {
    type: "mutation",
    as: "alice",
    fields: { id: anId, name: ["line", '"Bad input"'] },
  },
  "project.archive": { type: "mutation", as: "alice", fields: { id: anId, archived: aFlag } },
  "project.delete": { type: "mutation", as: "alice", fields: { id: anId } },
  "task.create": {
    type: "mutation",
    as: "alice",
    fields: { projectId: anId, title: ["line", '"Bad input"'] },
  },
  "task.toggle": { type: "mutation", as: "alice", fields: { id: anId, done: aFlag } },
  "task.assign": {
    type: "mutation",
    as: "alice",
    fields: { id: anId, assigneeId: ["userId", "null"] },
  },
  "task.delete": { type: "mutation", as: "alice", fields: { id: anId } },
};
const inputless: Readonly<Record<string, Who>> = { "me.get": "alice", "admin.counts": "root" };

interface Case {
  readonly path: string;
  readonly as: Who;
  readonly init?: { method: string; body: string; headers: Record<string, string> };
}
const json = { "content-type": "application/json" };

/** The text of an input, envelope and all, on its way to a procedure. Too long for an address, it would not arrive there. */
function sent(path: string, { type, as }: Pick<Takes, "type" | "as">, text: string): Case[] {
  if (type === "mutation") {
    return [{ path: `/api/trpc/${path}`, as, init: { method: "POST", body: text, headers: json } }];
  }
  const search = `input=${encodeURIComponent(text)}`;
  return search.length < 12_000 ? [{ path: `/api/trpc/${path}?${search}`, as }] : [];
}

function casesOf(path: string, takes: Takes): Case[] {
  const { fields, optional = [] } = takes;
  const inside = (changed: Readonly<Record<string, string | null>> = {}): string =>
    Object.entries(fields)
      .map(([name, [, good]]) => [name, name in changed ? changed[name] : good] as const)
      .flatMap(([name, value]) => (value == null ? [] : [`"${name}":${value}`]))
      .join(",");
  const inputs = Object.entries(fields).flatMap(([name, [kind]]) => [
    ...badValues[kind].map((value) => `{${inside({ [name]: value })}}`),
    ...(optional.includes(name) ? [] : [`{${inside({ [name]: null })}}`]),
  ]);
  const [first = ""] = Object.keys(fields);
  const texts = [
    ...[...inputs, ...badWholes(inside())].map((input) => `{"json":${input}}`),
    ...badEnvelopes(`{${inside()}}`, first),
    ...noJson.filter((text) => text !== "" || takes.type === "mutation"),
  ];
  return texts.flatMap((text) => sent(path, takes, text));
}

const anywhere: Record<string, Case[]> = {
  ...Object.fromEntries(
    Object.entries(procedures).map(([path, takes]) => [path, casesOf(path, takes)]),
  ),
  ...Object.fromEntries(
    Object.entries(inputless).map(([path, as]) => [
      path,
      ["{}", "0", '""', "[]", "true", '{"a":1}', '{"__proto__":{"polluted":1}}'].flatMap((input) =>
        sent(path, { type: "query", as }, `{"json":${input}}`),
      ),
    ]),
  ),
  addresses: [
    ..."%00 %ff %E0%A4%A %2e%2e%2fdata project%2Flist project.list%20 project.list%00 PROJECT.LIST project..list".split(
      " ",
    ),
    ..."project.list;x=1 __proto__ constructor toString project.__proto__ project.constructor.name p%C3%A9".split(
      " ",
    ),
    ..."project.list? a".split(" ").map((text) => text.replace("?", "%3F")),
    "x".repeat(4000),
    "project",
    "project.list?connectionParams=x",
    "project.list?connectionParams=%7B%22a%22:1%7D",
    "project.list?input=%7B%7D&input=%7B%7D",
    "project.list?batch=1&batch=1",
    "project.list,project.list?batch=1",
    "project.list,?batch=1",
    "?batch=1&input=%7B%7D".replace("?", ",?"),
    "project.list,me.get?batch=1&input=null",
    "project.list,me.get?batch=1&input=[]",
    "project.list,me.get?batch=1&input=0",
    "project.list,project.create?batch=1&input=%7B%7D",
  ].map((path) => ({ path: `/api/trpc/${path}`, as: "alice" as const })),
  pages: ["/blog/%ff", "/blog/a%", "/org/%ff", "/org/acme/projects/%E0%A4%A", "/%ff"].map(
    (path) => ({
      path,
      as: "nobody" as const,
    }),
  ),
  headers: [
    ...["text/plain", "", "application/xml", "application/json; charset=utf-16", "json", "*/*"].map(
      (type) => ({ "content-type": type }),
    ),
    ...["gzip", "br", "x", "identity, identity"].map((encoding) => ({
      ...json,
      "content-encoding": encoding,
    })),
    ...["x", "org_other", "x".repeat(4000), "__proto__"].map((page) => ({
      ...json,
      "x-page-organization": page,
    })),
  ].map((headers) => ({
    path: "/api/trpc/project.create",
    as: "alice" as const,
    init: { method: "POST", body: '{"json":{"name":"Bad input"}}', headers },
  })),
  REST: [
    "limit=0",
    "limit=-1",
    "limit=101",
    "limit=",
    "limit=1.5",
    "limit=1e1",
    "limit=0x10",
    "limit=NaN",
    "limit=%2010",
    "limit=99999999999999999999",
    "limit=5&limit=6",
    "cursor=a&cursor=b",
    "cursor=",
    "cursor=%00",
    "cursor=%ff",
    "cursor=nonsense",
    `cursor=${"A".repeat(513)}`,
    "limit[]=5",
    "Limit=5",
    "organizationId=org_other",
    "archived=true",
    "=1",
  ].map((search) => ({ path: `/api/data?${search}`, as: "alice" as const })),
};

function webhooks(): Case[] {
  const secret = served.env["CLERK_WEBHOOK_SIGNING_SECRET"] ?? "";
  const event = { object: "event", type: "user.updated", timestamp: 1, data: {} };
  const bodies = [
    "",
    "{",
    "null",
    "[]",
    "0",
    '"text"',
    "{}",
    "\u0000",
    ...Object.entries({
      object: [undefined, null, "Event", 1],
      type: [undefined, null, "", 1, {}, "x".repeat(121)],
      timestamp: [undefined, null, -1, "1", 1.5, 1e308],
      data: [undefined, null, [], "x", 1],
    }).flatMap(([name, values]) =>
      values.map((value: unknown) => JSON.stringify({ ...event, [name]: value })),
    ),
  ];
  const body = JSON.stringify(event);
  const signed = Object.fromEntries(deliveryOf(body, { secret }).headers);
  const late = Object.fromEntries(deliveryOf(body, { secret, at: new Date(0) }).headers);
  const early = new Date(Date.now() + 3_600_000);
  const headers: Record<string, string>[] = [
    { ...signed, "svix-id": "" },
    { ...signed, "svix-id": "x".repeat(129) },
    { ...signed, "svix-id": "../x" },
    { ...signed, "svix-id": "msg_other" },
    { ...signed, "svix-timestamp": "" },
    { ...signed, "svix-timestamp": "0" },
    { ...signed, "svix-timestamp": "NaN" },
    { ...signed, "svix-timestamp": "1e9" },
    { ...signed, "svix-timestamp": "-1" },
    { ...signed, "svix-signature": "" },
    { ...signed, "svix-signature": "v1," },
    { ...signed, "svix-signature": "v1,AAAA" },
    { ...signed, "svix-signature": "v2,AAAA v1,BBBB" },
    { ...signed, "svix-signature": "x".repeat(4000) },
    { ...signed, "content-type": "text/plain" },
    { ...signed, "content-encoding": "gzip" },
    late,
    Object.fromEntries(deliveryOf(body, { secret, at: early }).headers),
    json,
  ];
  const path = "/api/webhooks/clerk";
  return [
    ...bodies.map((text) => ({
      path,
      as: "nobody" as const,
      init: {
        method: "POST",
        body: text,
        headers: Object.fromEntries(deliveryOf(text, { secret }).headers),
      },
    })),
    ...headers.map((sentHeaders) => ({
      path,
      as: "nobody" as const,
      init: { method: "POST", body, headers: sentHeaders },
    })),
  ];
}

const tokens: Record<Who, string | undefined> = {
  alice: undefined,
  root: undefined,
  nobody: undefined,
};
let before: unknown;

/** What a bad input must not change, and what it would change if a prototype were polluted: the strict schemas would see the key. */
async function look(): Promise<unknown> {
  const as = { token: tokens.alice };
  const answers = [
    await query("project.list", { limit: 100, archived: false }, as),
    await query("post.mine", { limit: 100 }, as),
    await query("me.get", undefined, as),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  return Promise.all(answers.map(dataOf));
}

beforeAll(async () => {
  tokens.alice = await token("alice@acme.test", "acme");
  tokens.root = await token("root@gatehouse.test");
  before = await look();
});

const Code = z.object({
  error: z.union([
    z.object({ json: z.object({ data: z.object({ appCode: z.string() }) }) }),
    z.object({ code: z.string() }),
  ]),
});

/** What is wrong with an answer to a bad input; null when nothing is. */
async function faultOf({ path, as, init }: Case): Promise<string | null> {
  const response = await ask(path, { ...init, token: tokens[as] });
  const text = await response.text();
  const shown = `${init?.method ?? "GET"} ${path.slice(0, 300)} ${(init?.body ?? "").slice(0, 200)}`;
  const fault = (what: string) => `${what}: ${shown} → ${response.status} ${text.slice(0, 200)}`;
  if (response.status < 400 || response.status > 499) return fault("no 4xx");
  // Whoever asks is let in: it is the input that is refused.
  if ([401, 429].includes(response.status)) return fault("not for the input");
  if (!/^[0-9a-f-]{36}$/.test(response.headers.get("x-request-id") ?? "")) return fault("no id");
  if (/node_modules|\bat .+:\d+:\d+|superjson|prisma|zod/i.test(text))
    return fault("tells too much");
  const parts: unknown[] = text.startsWith("[")
    ? z.array(z.unknown()).parse(JSON.parse(text))
    : [parse(text)];
  return parts.every((part) => Code.safeParse(part).success) ? null : fault("no code");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A few at a time. */
async function faultsOf(cases: readonly Case[]): Promise<string[]> {
  const faults: string[] = [];
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const fault = await faultOf(next);
      if (fault !== null) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: 6 }, work));
  return faults;
}

const digest = (one: Case) => createHash("sha256").update(JSON.stringify(one)).digest("hex");

it("there are many, and all different", () => {
  const all = [...Object.values(anywhere).flat(), ...webhooks()];
  const different = new Set(all.map(digest)).size;
  console.log(`${different} bad inputs`);
  expect(different).toBeGreaterThanOrEqual(1500);
});

describe("a good input is let in by each schema, so that what is refused is refused for the one thing that is bad", () => {
  it.each(Object.entries(procedures))("%s", async (path, takes) => {
    const input = Object.entries(takes.fields).map(([name, [, good]]) => `"${name}":${good}`);
    if (takes.type === "mutation" && /create$/.test(path)) return;
    const [one] = sent(path, takes, `{"json":{${input.join(",")}}}`);
    const response = await ask(one?.path ?? "", { ...one?.init, token: tokens[takes.as] });
    expect([200, 404], await response.text()).toContain(response.status);
  });
});

describe("bad input is refused as such", () => {
  it.each(Object.entries(anywhere))(
    "%s",
    async (_, cases) => {
      expect(await faultsOf(cases)).toEqual([]);
    },
    120_000,
  );

  it("webhooks", async () => {
    expect(await faultsOf(webhooks())).toEqual([]);
  });
});

it("nothing of it was stored, and the server's prototypes are clean", async () => {
  expect(await look()).toEqual(before);
});
