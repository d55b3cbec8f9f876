import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createTRPCClient, httpBatchLink, httpLink } from "@trpc/client";
import superjson from "superjson";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { oneOfEach } from "@/src/client/one-of-each";
import { readCalls } from "@/src/server/http/batch";
import type { AppRouter } from "@/src/server/trpc/root";

/** Answers like the application, as far as the link can tell: one answer a call, and 400 for what is no batch of ours. */
let server: Server;
let requests: string[][] = [];
let client: ReturnType<typeof createTRPCClient<AppRouter>>;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const calls = readCalls(url);
    requests.push([...(calls ?? ["refused"])]);
    const failing = calls?.includes("me.get") ?? true;
    const data = { code: "BAD_REQUEST", httpStatus: 400, appCode: "bad_input", fields: null };
    const answer = failing
      ? { error: { json: { message: "No.", code: -32600, data } } }
      : { result: { data: { json: { items: [] } } } };
    const body = url.searchParams.has("batch") ? (calls ?? [""]).map(() => answer) : answer;
    request.resume();
    request.once("end", () => {
      setTimeout(() => {
        response.writeHead(failing ? 400 : 200, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      }, 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Guarantee: it listens on a port, not on a pipe.
  const { port } = server.address() as AddressInfo;
  const options = { url: `http://127.0.0.1:${port}/api/trpc`, transformer: superjson };
  client = createTRPCClient<AppRouter>({
    links: [oneOfEach(httpBatchLink({ ...options, maxItems: 10 }), httpLink(options))],
  });
});
afterAll(() => void server.close());
beforeEach(() => {
  requests = [];
});

const sorted = () => requests.map((paths) => paths.join(",")).sort();

test("different calls go together", async () => {
  await Promise.all([client.project.list.query({}), client.post.mine.query({})]);
  expect(sorted()).toEqual(["project.list,post.mine"]);
});

test("a second call of a procedure goes by itself, and all are answered", async () => {
  const answers = await Promise.all([
    client.project.list.query({}),
    client.post.mine.query({}),
    client.project.list.query({ archived: true }),
    client.project.list.query({ limit: 5 }),
  ]);
  expect(answers).toHaveLength(4);
  expect(sorted()).toEqual(["project.list", "project.list", "project.list,post.mine"]);
});

test("the same of mutations", async () => {
  const create = (name: string) => client.project.create.mutate({ name });
  await Promise.all([create("One"), create("Two"), create("Three")]);
  expect(sorted()).toEqual(["project.create", "project.create", "project.create"]);
});

test("once it is answered, or refused, it may go in a batch again", async () => {
  await client.project.list.query({});
  await Promise.all([client.project.list.query({}), client.post.mine.query({})]);
  await expect(client.me.get.query()).rejects.toThrow("No.");
  await expect(Promise.all([client.me.get.query(), client.post.mine.query({})])).rejects.toThrow();
  expect(requests).toEqual([
    ["project.list"],
    ["project.list", "post.mine"],
    ["me.get"],
    ["me.get", "post.mine"],
  ]);
});

test("one that nobody waits for any more is still on its way", async () => {
  const gone = new AbortController();
  const first = client.project.list.query({}, { signal: gone.signal }).catch(() => "gone");
  gone.abort();
  await Promise.all([first, client.project.list.query({}), client.post.mine.query({})]);
  expect(requests.flat()).not.toContain("refused");
});
