import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ask, dataOf, fresh, mutate, query, served, token } from "../support/e2e.ts";
import { sendRaw } from "../support/raw.ts";

const Json = z.object({ json: z.object({ data: z.object({ appCode: z.string() }) }) });
const Refused = z.object({ error: z.union([Json, z.object({ code: z.string() })]) });
const Listed = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

let alice: string;
let cookie: string;

beforeAll(async () => {
  alice = await token("alice@acme.test", "acme");
  cookie = `__client_uat=1; __clerk_db_jwt=dvb_test; __session=${alice}`;
});

/** Status and code; every answer of ours also names its request. */
async function told(response: Response): Promise<string> {
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  const text = await response.text();
  if (text === "") return String(response.status);
  const { error } = Refused.parse(JSON.parse(text));
  return `${response.status} ${"json" in error ? error.json.data.appCode : error.code}`;
}

type Sent = Record<string, string>;
const json = { "content-type": "application/json" };
const elsewhere = [
  "https://evil.example",
  "null",
  "http://localhost:1",
  "http://localhost.evil.example",
];

describe("a mutation", () => {
  const create = (name: string, headers: Record<string, string>) =>
    mutate("project.create", { name }, { headers });
  const authorization = () => `Bearer ${alice}`;

  async function takesAndRemoves(headers: Record<string, string>): Promise<void> {
    const made = await create(fresh("Edges"), headers);
    const { id } = z.object({ id: z.string() }).parse(await dataOf(made));
    const removed = await mutate("project.delete", { id }, { headers });
    expect(removed.status).toBe(200);
  }

  it("by cookie is taken from our own pages", async () => {
    await takesAndRemoves({ cookie, origin: served.appUrl });
  });

  it.each(elsewhere)("by cookie is refused from %s", async (origin) => {
    expect(await told(await create("Cross", { cookie, origin }))).toBe("403 cross_origin");
  });

  it.each(["cross-site", "same-site", "same-origin", "none"])(
    "by cookie is refused without an origin, also where the browser says %s",
    async (site) => {
      const headers = { cookie, "sec-fetch-site": site };
      expect(await told(await create("Cross", headers))).toBe("403 cross_origin");
    },
  );

  it("by bearer needs no origin, and a foreign one does not hurt it", async () => {
    await takesAndRemoves({ authorization: authorization() });
    for (const origin of elsewhere)
      await takesAndRemoves({ authorization: authorization(), origin });
  });

  it("by another scheme than Bearer is one by cookie", async () => {
    for (const scheme of ["Basic", "bearer"]) {
      const headers = { cookie, authorization: `${scheme} x`, origin: "https://evil.example" };
      expect(await told(await create("Cross", headers))).toBe("403 cross_origin");
    }
  });

  it("by neither is nobody's, wherever it comes from", async () => {
    const senders: Sent[] = [{}, { origin: "https://evil.example" }, { origin: served.appUrl }];
    for (const headers of senders) {
      expect(await told(await create("Nobody", headers))).toBe("401 signed_out");
    }
  });

  it("needs JSON, by cookie and by bearer", async () => {
    const forms = [
      "application/x-www-form-urlencoded",
      "text/plain",
      "multipart/form-data; boundary=x",
      "application/json-patch+json",
      "application/octet-stream",
      "application/json; charset=utf-16",
      "application/json; charset=latin1",
    ];
    for (const type of forms) {
      const senders: Sent[] = [
        { cookie, origin: served.appUrl },
        { authorization: authorization() },
      ];
      for (const headers of senders) {
        const response = await create("Form", { ...headers, "content-type": type });
        expect(await told(response), type).toBe("415 unsupported_media_type");
      }
    }
  });

  it("may say that its JSON is UTF-8, in any letters", async () => {
    const type = "Application/JSON; Charset=UTF-8";
    await takesAndRemoves({ authorization: authorization(), "content-type": type });
  });

  it("left nothing behind that was refused", async () => {
    const listed = await dataOf(await query("project.list", { limit: 100 }, { token: alice }));
    const names = Listed.parse(listed).items.map(({ name }) => name);
    for (const name of ["Cross", "Nobody", "Form"]) expect(names).not.toContain(name);
  });
});

describe("reading", () => {
  it("by cookie does not ask where it comes from: another site cannot read the answer", async () => {
    const senders: Sent[] = [{ cookie }, { cookie, origin: "https://evil.example" }];
    for (const headers of senders) {
      for (const path of ["/api/user-data", "/api/trpc/me.get"]) {
        const response = await ask(path, { headers });
        expect(response.status).toBe(200);
        expect(response.headers.get("access-control-allow-origin")).toBeNull();
      }
    }
  });

  it("is answered at once and whole, however one asks for a stream", async () => {
    for (const type of ["application/jsonl", "text/event-stream"]) {
      const headers = { accept: type, "trpc-accept": type };
      const response = await query("me.get", undefined, { headers });
      expect(await told(response)).toBe("401 signed_out");
    }
  });
});

describe("methods", () => {
  const routes: [string, string[], string][] = [
    ["/api/trpc/me.get", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"], "GET, POST"],
    ["/api/user-data", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "GET, HEAD"],
    ["/api/data", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "GET, HEAD"],
    ["/api/protected", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "GET, HEAD"],
    ["/api/health/live", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "GET, HEAD"],
    ["/api/health/ready", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"], "GET, HEAD"],
    ["/api/sync", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"], "POST"],
    ["/api/webhooks/clerk", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"], "POST"],
  ];
  it.each(routes)("%s refuses %j", async (path, methods, allow) => {
    for (const method of methods) {
      const response = await ask(path, { method, token: alice });
      expect(response.headers.get("allow"), method).toBe(allow);
      const expected = method === "HEAD" ? "405" : "405 method_not_allowed";
      expect(await told(response), method).toBe(expected);
    }
  });

  it("GET of a mutation and POST of a query: 405", async () => {
    const input = encodeURIComponent(JSON.stringify({ json: { name: "By address" } }));
    const read = await ask(`/api/trpc/project.create?input=${input}`, { token: alice });
    expect(await told(read)).toBe("405 method_not_allowed");
    expect(await told(await mutate("project.list", {}, { token: alice }))).toBe(
      "405 method_not_allowed",
    );
  });

  it("a header cannot change the method", async () => {
    const headers = { "x-http-method-override": "POST", "x-http-method": "POST" };
    const response = await ask("/api/trpc/project.create", { token: alice, headers });
    expect(response.status).toBe(405);
  });
});

describe("bodies", () => {
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers = {}) =>
    ask(path, { method: "POST", body, headers: { ...json, ...headers }, token: alice });
  const paths = ["/api/trpc/project.create", "/api/webhooks/clerk"];

  it("that are compressed are refused unread", async () => {
    const body = new Uint8Array(gzipSync('{"json":{"name":"Zipped"}}'));
    for (const encoding of ["gzip", "br", "deflate", "identity, gzip", "x"]) {
      for (const path of paths) {
        const response = await post(path, body, { "content-encoding": encoding });
        expect(await told(response), encoding).toMatch(
          /^415 (unsupported_media_type|bad_content_type)$/,
        );
      }
    }
  });

  it("over the limit are refused, also where they do not say how long they are", async () => {
    const large = "x".repeat(1024 * 1024 + 1);
    for (const path of paths) {
      expect(await told(await post(path, large))).toBe("413 too_large");
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let chunk = 0; chunk < 20; chunk++)
            controller.enqueue(Buffer.from("x".repeat(64 * 1024)));
          controller.close();
        },
      });
      // Guarantee: Node's fetch needs it for a streamed body; the DOM's type does not know it.
      const init = { body: stream, duplex: "half" } as RequestInit;
      const response = await ask(path, { method: "POST", headers: json, token: alice, ...init });
      expect(await told(response)).toBe("413 too_large");
    }
  });

  it("that are no text, empty or no JSON are refused", async () => {
    const bodies = [new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), "", " ", "{", "undefined", "NaN"];
    for (const body of bodies)
      expect(await told(await post("/api/trpc/project.create", body))).toBe("400 bad_input");
  });

  it("without a length, in chunks, are read like others", async () => {
    const text = '{"json":{"name":""}}';
    const request = [
      "POST /api/trpc/project.create HTTP/1.1",
      `Host: ${new URL(served.appUrl).host}`,
      "Content-Type: application/json",
      `Authorization: Bearer ${alice}`,
      "Transfer-Encoding: chunked",
      "Connection: close",
      "",
      `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`,
    ];
    const answer = await sendRaw(served.appUrl, request.join("\r\n"));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("bad_input");
    expect(answer).toMatch(/x-request-id: /i);
  });

  // These never reach the application: Node's parser ends the connection.
  it.each([
    ["two lengths of one body", ["Content-Length: 5", "Transfer-Encoding: chunked"]],
    ["two different lengths", ["Content-Length: 5", "Content-Length: 6"]],
    ["a negative length", ["Content-Length: -1"]],
    ["a length that is no number", ["Content-Length: ten"]],
    ["an encoding that is not known", ["Transfer-Encoding: gzip"]],
    ["a header without a name", [": nothing"]],
    ["a header folded over lines", ["X-Folded: a", " b\u0000"]],
    ["20 KB of headers", [`X-Large: ${"x".repeat(20_000)}`]],
  ])("with %s end the connection with a 4xx", async (_, lines) => {
    const request = [
      "POST /api/trpc/project.create HTTP/1.1",
      `Host: ${new URL(served.appUrl).host}`,
      "Content-Type: application/json",
      ...lines,
      "",
      '5\r\n{"a"\r\n0\r\n\r\n',
    ];
    const answer = await sendRaw(served.appUrl, request.join("\r\n"));
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toMatch(/HTTP\/1\.1 [25]\d\d /);
  });

  it("that break off do no harm", async () => {
    const request = [
      "POST /api/trpc/project.create HTTP/1.1",
      `Host: ${new URL(served.appUrl).host}`,
      "Content-Type: application/json",
      "Transfer-Encoding: chunked",
      "",
      "ffff\r\n{",
    ];
    await sendRaw(served.appUrl, request.join("\r\n"), 300);
    expect((await ask("/api/health/ready")).status).toBe(200);
  });
});
