import { expect, test, vi } from "vitest";
import { isJson, readBody } from "@/src/server/http/body";

const address = "http://localhost:3000/";

/** A body that arrives in parts; `undefined` where it breaks off. */
function sendParts(parts: readonly (string | undefined)[], headers: Record<string, string> = {}) {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const part = parts[taken];
        if (taken === parts.length) controller.close();
        else if (part === undefined) controller.error(new Error("broken off"));
        else controller.enqueue(Buffer.from(part));
        taken += 1;
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: "POST", headers, body, duplex: "half" };
  return { request: new Request(address, init), taken: () => taken };
}

test("a body is read whole, up to the limit", async () => {
  expect(await readBody(sendParts(["12345", "67890"]).request, 10)).toEqual(
    Buffer.from("1234567890"),
  );
  expect(await readBody(new Request(address, { method: "POST" }), 10)).toEqual(Buffer.alloc(0));
});

test("one over the limit is refused without a look at it where it says so itself", async () => {
  const { request, taken } = sendParts(["1"], { "content-length": "11" });
  expect(await readBody(request, 10)).toBe("too_large");
  expect(taken()).toBe(0);
});

test("one over the limit that says less, or nothing, is read to its end and not kept", async () => {
  const claims: Record<string, string>[] = [
    {},
    { "content-length": "1" },
    { "content-length": "ten" },
  ];
  for (const headers of claims) {
    const { request, taken } = sendParts(["123456", "123456", "123456", "123456"], headers);
    expect(await readBody(request, 10)).toBe("too_large");
    expect(taken()).toBe(5);
  }
});

test("one that does not end is not read on for long", async () => {
  const part = "x".repeat(1024 * 1024);
  const { request, taken } = sendParts(Array.from({ length: 40 }, () => part));
  expect(await readBody(request, 10)).toBe("too_large");
  expect(taken()).toBeLessThanOrEqual(12);
});

test("one that breaks off is refused, and not taken for what came of it", async () => {
  expect(await readBody(sendParts(["12", undefined]).request, 10)).toBe("bad_input");
});

test("one that comes slowly is given up after a time", async () => {
  vi.useFakeTimers();
  try {
    const cancel = vi.fn();
    const body = new ReadableStream<Uint8Array>({ cancel });
    const init = { method: "POST", body, duplex: "half" };
    const read = readBody(new Request(address, init), 10);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await read).toBe("too_slow");
    expect(cancel).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ["application/json", true],
  ["application/json; charset=utf-8", true],
  ['Application/JSON;charset="UTF-8"', true],
  ["application/json; charset=utf8; x=y", true],
  ["application/json; charset=iso-8859-1", false],
  ["application/json; charset=utf-16", false],
  ["application/json; charset=", false],
  ["application/jsonp", false],
  ["text/json", false],
  ["", false],
])("content type %j is JSON: %s", (type, expected) => {
  const headers = new Headers({ "content-type": type });
  expect(isJson(new Request(address, { method: "POST", headers }))).toBe(expected);
});
