import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NoMemberError, SignedOutError } from "@/src/client/fault";
import { streamFetch } from "@/src/client/stream-fetch";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const stream = () => new Response("event: connected\n\n");
const init = {
  headers: { Accept: "text/event-stream" as const },
  mode: "cors" as const,
  cache: "no-store" as const,
  redirect: "follow" as const,
  signal: null,
};
/** Guarantee: streamFetch answers what the browser's own fetch does. */
const read = async (response: unknown) => (response as Response).text();

test("sends the headers of the moment, each time anew", async () => {
  const sent: unknown[] = [];
  let token = 0;
  const get = streamFetch(
    async () => ({ authorization: `Bearer ${++token}` }),
    async (_, options) => {
      sent.push(options?.headers);
      return stream();
    },
  );
  for (const number of [1, 2]) {
    const got = get("/api/trpc/task.watch", { ...init });
    await vi.runAllTimersAsync();
    expect((await got).status).toBe(200);
    expect(sent.at(-1)).toEqual({
      Accept: "text/event-stream",
      authorization: `Bearer ${number}`,
    });
  }
});

test("asks again later and later where there is no answer, and at once after there was one", async () => {
  let answers: (Response | Error)[] = [];
  const get = streamFetch(
    async () => ({}),
    async () => {
      const answer = answers.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error("nothing");
    },
  );
  const waits: number[] = [];
  const attempt = async () => {
    const begun = Date.now();
    const got = get("/", { ...init }).then(
      () => "stream",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    await vi.runAllTimersAsync();
    waits.push(Date.now() - begun);
    return got;
  };
  answers = [
    new Error("away"),
    new Response("", { status: 503 }),
    new Response("", { status: 429 }),
    ...Array.from({ length: 5 }, () => new Error("away")),
    stream(),
    stream(),
  ];
  const came: string[] = [];
  while (answers.length > 0) came.push(await attempt());
  expect(came.slice(0, 3)).toEqual(["away", "No stream: 503", "No stream: 429"]);
  expect(came.slice(-2)).toEqual(["stream", "stream"]);
  expect(waits).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 0]);
});

test("hands a refusal on as an event of the stream, so that its code is known", async () => {
  const error = { json: { message: "Not found.", data: { appCode: "not_found" } } };
  const get = streamFetch(
    async () => ({}),
    async () => Response.json({ error }, { status: 404 }),
  );
  const got = get("/", { ...init });
  await vi.runAllTimersAsync();
  const text = await read(await got);
  expect(text).toBe(`event: serialized-error\ndata: ${JSON.stringify(error)}\n\n`);
});

test.each([
  [new SignedOutError(), "signed_out", 401],
  [new NoMemberError(), "membership_removed", 403],
])("says why there is no token, and sends nothing: %s", async (error, appCode, httpStatus) => {
  const send = vi.fn<typeof fetch>();
  const get = streamFetch(() => Promise.reject(error), send);
  const got = get("/", { ...init });
  await vi.runAllTimersAsync();
  const [, data = ""] = /^event: serialized-error\ndata: (.*)$/m.exec(await read(await got)) ?? [];
  expect(JSON.parse(data)).toMatchObject({ json: { data: { appCode, httpStatus } } });
  expect(send).not.toHaveBeenCalled();
});
