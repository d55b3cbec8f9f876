import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { symbols } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { log } from "@/src/server/log";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { useApplication } from "../../support/application.ts";
import { altered, deliveryOf, testSecret, userData } from "../../support/deliveries.ts";
import { runSql } from "../../support/sql.ts";

/** Two secrets, as while one is being rotated. */
const newSecret = "whsec_dGhlLW5ldy1zZWNyZXQtb2YtYS1yb3RhdGlvbg==";
const foreignSecret = "whsec_b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldA==";
const database = useApplication({ CLERK_WEBHOOK_SIGNING_SECRET: `${testSecret},${newSecret}` });

/** Stands in every body and must be found nowhere else. */
const canary = "canary-5f1c";
const told: string[] = [];
const accepted: string[] = [];
const verdicts = { cases: 0, falselyAccepted: 0, falselyRefused: 0 };

beforeAll(() => {
  log.level = "debug";
  // Guarantee: pino keeps the stream that it writes lines to under this symbol.
  const stream = (log as unknown as Record<symbol, { write(line: string): void }>)[
    symbols.streamSym
  ];
  if (!stream) throw new Error("pino has no stream");
  vi.spyOn(stream, "write").mockImplementation((line) => void told.push(line));
});

afterAll(() => {
  const { cases, falselyAccepted, falselyRefused } = verdicts;
  process.stdout.write(
    `  signatures: ${cases} cases, ${falselyAccepted} accepted falsely, ${falselyRefused} refused falsely\n`,
  );
});

interface Case {
  readonly name: string;
  readonly request: () => Request | Promise<Request>;
  /** The outcome of a delivery that is taken, the code of one that is refused. */
  readonly answer: string;
  readonly status: number;
}

async function judge({ request, status, answer }: Omit<Case, "name">): Promise<void> {
  const sent = await request();
  const id = sent.headers.get("svix-id") ?? "";
  const response = await receiveDelivery(sent);
  const text = await response.text();
  told.push(text);
  verdicts.cases += 1;
  if (response.ok) accepted.push(id);
  if (response.ok && status !== 200) verdicts.falselyAccepted += 1;
  if (!response.ok && status === 200) verdicts.falselyRefused += 1;
  // Guarantee: every answer of the route is one of these two objects; a text that is neither fails the comparison.
  const body = JSON.parse(text) as { outcome?: string; error?: { code: string } };
  expect({ status: response.status, answer: body.outcome ?? body.error?.code }).toEqual({
    status,
    answer,
  });
}

const refused = (name: string, answer: string, request: Case["request"], status = 400): Case => ({
  name,
  request,
  status,
  answer,
});
const taken = (name: string, request: Case["request"], answer = "ignored"): Case => ({
  name,
  request,
  status: 200,
  answer,
});

/** An envelope of which the data is written as it stands. */
function envelopeText(data: string, type = "email.created"): string {
  return `{"object":"event","type":"${type}","timestamp":${Date.now()},"instance_id":"ins_test","data":${data}}`;
}

const plain = (): string => envelopeText(`{"id":"ema_1","text":"${canary}"}`);
const genuine = (): Request => deliveryOf(plain());
const withHeaders = (change: (headers: Headers) => void) => () =>
  altered(genuine(), { headers: change });

describe("the headers", () => {
  const names = ["svix-id", "svix-timestamp", "svix-signature"];
  const signatureAs = (change: (signature: string) => string) =>
    withHeaders((headers) =>
      headers.set("svix-signature", change(headers.get("svix-signature") ?? "")),
    );

  it.each<Case>([
    taken("as they were sent", genuine),
    ...names.flatMap((name) => [
      refused(
        `no ${name}`,
        "missing_headers",
        withHeaders((headers) => headers.delete(name)),
      ),
      refused(
        `blank ${name}`,
        "missing_headers",
        withHeaders((headers) => headers.set(name, " ")),
      ),
    ]),
    refused(
      "svix-id twice, the same",
      "bad_id",
      withHeaders((headers) => headers.append("svix-id", headers.get("svix-id") ?? "")),
    ),
    refused(
      "svix-timestamp twice, the same",
      "bad_timestamp",
      withHeaders((headers) =>
        headers.append("svix-timestamp", headers.get("svix-timestamp") ?? ""),
      ),
    ),
    refused(
      "svix-signature twice, the same",
      "bad_signature",
      withHeaders((headers) =>
        headers.append("svix-signature", headers.get("svix-signature") ?? ""),
      ),
    ),
    refused(
      "svix-signature twice, one right",
      "bad_signature",
      withHeaders((headers) => headers.append("svix-signature", "v1,AAAA")),
    ),
    refused(
      "another id",
      "bad_signature",
      withHeaders((headers) => headers.set("svix-id", "msg_other")),
    ),
    refused("an id with a space", "bad_id", () => deliveryOf(plain(), { id: "msg 1" })),
    refused("an id that is a path", "bad_id", () => deliveryOf(plain(), { id: "../msg" })),
    refused("an id that is too long", "bad_id", () => deliveryOf(plain(), { id: "m".repeat(129) })),
    taken("an id of 128 characters", () =>
      deliveryOf(plain(), { id: randomUUID().padEnd(128, "m") }),
    ),
    refused(
      "a timestamp that was changed by a second",
      "bad_signature",
      withHeaders((headers) =>
        headers.set("svix-timestamp", String(Number(headers.get("svix-timestamp")) - 1)),
      ),
    ),
    ...["soon", "-1", "1e9", "0x10", "99999999999999999999", "NaN"].map((text) =>
      refused(
        `the timestamp ${text}`,
        "bad_timestamp",
        withHeaders((headers) => headers.set("svix-timestamp", text)),
      ),
    ),
    refused(
      "a timestamp with words after it",
      "bad_timestamp",
      withHeaders((headers) => headers.set("svix-timestamp", `${headers.get("svix-timestamp")}x`)),
    ),
    refused(
      "a timestamp in milliseconds",
      "bad_timestamp",
      withHeaders((headers) => headers.set("svix-timestamp", String(Date.now()))),
    ),
    refused(
      "another version of signature",
      "bad_signature",
      signatureAs((text) => text.replace("v1,", "v2,")),
    ),
    refused(
      "a signature without a version",
      "bad_signature",
      signatureAs((text) => text.slice(3)),
    ),
    refused(
      "a version without a signature",
      "bad_signature",
      signatureAs(() => "v1,"),
    ),
    refused(
      "a truncated signature",
      "bad_signature",
      signatureAs((text) => text.slice(0, -4)),
    ),
    refused(
      "a signature with more after it",
      "bad_signature",
      signatureAs((text) => `${text}AAAA`),
    ),
    refused(
      "a signature in other letters",
      "bad_signature",
      signatureAs((text) => `v1,${text.slice(3).toLowerCase()}`),
    ),
    refused(
      "a signature without its padding",
      "bad_signature",
      signatureAs((text) => text.replace("=", "")),
    ),
    refused(
      "several signatures, none right",
      "bad_signature",
      signatureAs(() => "v1,AAAA v1,BBBB v1a,CCCC"),
    ),
    taken(
      "several signatures, the last right",
      signatureAs((text) => `v1,AAAA v1a,BBBB ${text}`),
    ),
    taken(
      "several signatures, the first right",
      signatureAs((text) => `${text} v1,AAAA`),
    ),
    refused(
      "ten thousand signatures",
      "bad_signature",
      signatureAs(() => Array.from({ length: 10_000 }, () => "v1,AAAA").join(" ")),
    ),
  ])("$name", judge);
});

describe("the secret", () => {
  it.each<Case>([
    taken("the old one, while it is rotated", () => deliveryOf(plain(), { secret: testSecret })),
    taken("the new one, while it is rotated", () => deliveryOf(plain(), { secret: newSecret })),
    refused("another secret", "bad_signature", () =>
      deliveryOf(plain(), { secret: foreignSecret }),
    ),
    taken("signatures of another and of the new one", () =>
      altered(deliveryOf(plain(), { id: "msg_both", secret: newSecret }), {
        headers: (headers) => {
          const foreign = deliveryOf(plain(), { id: "msg_both", secret: foreignSecret });
          headers.set(
            "svix-signature",
            `${foreign.headers.get("svix-signature")} ${headers.get("svix-signature")}`,
          );
        },
      }),
    ),
  ])("$name", judge);
});

describe("the time", () => {
  const seconds = (count: number) => () =>
    deliveryOf(plain(), { at: new Date(Date.now() + count * 1000) });

  it.each<Case>([
    taken("299 seconds old", seconds(-299)),
    taken("300 seconds old", seconds(-300)),
    refused("301 seconds old", "bad_timestamp", seconds(-301)),
    taken("299 seconds ahead", seconds(299)),
    taken("300 seconds ahead", seconds(300)),
    refused("301 seconds ahead", "bad_timestamp", seconds(301)),
    refused("27 hours old", "bad_timestamp", seconds(-27 * 3600)),
    refused("of 1970", "bad_timestamp", () => deliveryOf(plain(), { at: new Date(1000) })),
    refused("301 seconds old, of another secret", "bad_timestamp", () =>
      deliveryOf(plain(), { at: new Date(Date.now() - 301_000), secret: foreignSecret }),
    ),
  ])("$name", async (row) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Math.floor(Date.now() / 1000) * 1000 });
    try {
      await judge(row);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("the content type", () => {
  const typed = (type: string) => withHeaders((headers) => headers.set("content-type", type));

  it.each<Case>([
    taken("with a charset", typed("application/json; charset=utf-8")),
    taken("in capitals", typed("Application/JSON")),
    ...[
      ["of a form", "application/x-www-form-urlencoded"],
      ["of text", "text/plain"],
      ["of parts", "multipart/form-data; boundary=x"],
      ["of another charset", "application/json; charset=utf-16"],
      ["of a longer name", "application/json5"],
      ["twice", "application/json, text/plain"],
      ["blank", " "],
    ].map(([name = "", type = ""]) => refused(name, "bad_content_type", typed(type), 415)),
    refused(
      "missing",
      "bad_content_type",
      withHeaders((headers) => headers.delete("content-type")),
      415,
    ),
    refused(
      "of what is compressed, and is",
      "bad_content_type",
      () =>
        altered(genuine(), {
          headers: (headers) => headers.set("content-encoding", "gzip"),
          body: gzipSync(plain()),
        }),
      415,
    ),
    refused(
      "of what is compressed, and is not",
      "bad_content_type",
      withHeaders((headers) => headers.set("content-encoding", "gzip")),
      415,
    ),
  ])("$name", judge);
});

describe("the size", () => {
  const kibibyte = 1024;
  /** A genuine delivery of so many bytes. */
  const sized = (bytes: number) => (): Request => {
    const empty = envelopeText(`{"id":"ema_1","text":""}`);
    return deliveryOf(envelopeText(`{"id":"ema_1","text":"${"x".repeat(bytes - empty.length)}"}`));
  };
  const streamed =
    (pull: (controller: ReadableStreamDefaultController<Uint8Array>) => void) => () =>
      altered(genuine(), { body: new ReadableStream({ pull }) });

  it.each<Case>([
    taken("256 KiB", sized(256 * kibibyte)),
    refused("256 KiB and a byte", "too_large", sized(256 * kibibyte + 1), 413),
    refused("a megabyte and a byte", "too_large", sized(1_000_001), 413),
    refused(
      "256 KiB and a byte that says it is ten",
      "too_large",
      () =>
        altered(sized(256 * kibibyte + 1)(), {
          headers: (headers) => headers.set("content-length", "10"),
        }),
      413,
    ),
    refused(
      "ten bytes that say they are a megabyte",
      "too_large",
      withHeaders((headers) => headers.set("content-length", "1000000")),
      413,
    ),
    taken(
      "of which the length is no number",
      withHeaders((headers) => headers.set("content-length", "ten")),
    ),
    refused(
      "without an end",
      "too_large",
      streamed((controller) => controller.enqueue(new Uint8Array(kibibyte * kibibyte))),
      413,
    ),
    refused(
      "of a body that breaks off",
      "bad_body",
      streamed((controller) => controller.error(new Error("gone"))),
    ),
    refused("of an empty body that was not empty", "bad_signature", () =>
      altered(genuine(), { body: "" }),
    ),
  ])("$name", judge);

  it("of a body that comes too slowly is not waited for", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      let begun = false;
      let given = false;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (!begun) controller.enqueue(Buffer.from("{"));
          begun = true;
        },
        cancel() {
          given = true;
        },
      });
      const request = await altered(genuine(), { body });
      const judged = judge({ request: () => request, status: 408, answer: "too_slow" });
      await vi.advanceTimersByTimeAsync(15_000);
      await judged;
      expect(given).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

/** What JSON would write otherwise, or a reader might stumble over. */
const shapes: [name: string, data: string][] = [
  ["with unusual spacing", `{ "spaced" :\t[ 1 ,\r\n2 ] }`],
  ["with escaped unicode", `{"text":"\\u00e9\\u4e2d"}`],
  ["with escaped letters", `{"text":"\\u0061\\u0062"}`],
  ["with escaped slashes", `{"text":"a\\/b"}`],
  ["with escaped ampersands", `{"text":"a\\u0026b\\u003c"}`],
  ["with escaped surrogate pairs", `{"text":"\\ud83d\\ude00"}`],
  ["with lone surrogates", `{"text":"\\ud800","\\udfff":1}`],
  ["with null bytes", `{"text":"a\\u0000b","\\u0000":1}`],
  ["with keys like integers", `{"2":"b","1":"a"}`],
  ["with whole numbers with a fraction", `{"n":1.0}`],
  ["with numbers with an exponent", `{"n":1e3,"m":1E-2}`],
  ["with integers above 2^53", `{"n":9007199254740993}`],
  ["with integers above 2^64", `{"n":-18446744073709551617}`],
  ["with numbers above the greatest", `{"n":1e400}`],
  ["with minus nought", `{"n":-0}`],
  ["with long fractions", `{"n":0.1000000000000000055511151231257827}`],
  ["with a key twice", `{"twice":1,"twice":2}`],
  ["with keys of every object", `{"\\u005f_proto__":{"a":1},"constructor":{"prototype":1}}`],
  ["with keys in no order, with accents", `{"z":1,"\\u00e9":2,"a":3}`],
  ["with nesting of 100,000 levels", `{"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
];

describe("genuine bodies", () => {
  const writtenAnew = (text: string): string => {
    const anew = JSON.stringify(JSON.parse(text));
    return anew === text ? text.replace("1", "2") : anew;
  };
  it.each<Case>(shapes.map(([name, data]) => taken(name, () => deliveryOf(envelopeText(data)))))(
    "$name",
    judge,
  );

  // What cannot be told apart once it is parsed (and 100,000 levels, which no serialiser writes) is left out.
  it.each<Case>(
    shapes
      .filter(([name]) => !name.startsWith("with nesting"))
      .map(([name, data]) => {
        const text = envelopeText(data);
        return refused(`${name}, written anew by JSON`, "bad_signature", () =>
          altered(deliveryOf(text), { body: writtenAnew(text) }),
        );
      }),
  )("$name", judge);

  it.each<Case>([
    taken("as bytes of UTF-8", () => deliveryOf(envelopeText(`{"é":"中😀"}`))),
    taken("with a byte order mark", () => deliveryOf(`\ufeff${plain()}`)),
    taken("with spaces around", () => deliveryOf(`\n ${plain()} \r\n`)),
    taken("of a type that is not known", () => deliveryOf(envelopeText("{}", "invoice.paid"))),
    taken("of a type that is named like a property", () =>
      deliveryOf(envelopeText("{}", "__proto__")),
    ),
  ])("$name", judge);
});

describe("bodies that were changed after they were signed", () => {
  const changed = (change: (text: string) => string | Buffer) => () => {
    const text = plain();
    return altered(deliveryOf(text), { body: change(text) });
  };
  it.each<Case>([
    refused(
      "by one byte",
      "bad_signature",
      changed((text) => text.replace("ema_1", "ema_2")),
    ),
    refused(
      "by one bit",
      "bad_signature",
      changed((text) => {
        const bytes = Buffer.from(text);
        bytes[40] = (bytes[40] ?? 0) ^ 1;
        return bytes;
      }),
    ),
    refused(
      "by a space at the end",
      "bad_signature",
      changed((text) => `${text} `),
    ),
    refused(
      "by a byte less",
      "bad_signature",
      changed((text) => text.slice(0, -1)),
    ),
    refused(
      "by a byte order mark",
      "bad_signature",
      changed((text) => `\ufeff${text}`),
    ),
    refused(
      "by another order of keys",
      "bad_signature",
      changed((text) =>
        JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse())),
      ),
    ),
    refused(
      "into UTF-16",
      "bad_signature",
      changed((text) => Buffer.from(text, "utf16le")),
    ),
    refused(
      "by a null byte at the end",
      "bad_signature",
      changed((text) => `${text}\u0000`),
    ),
    refused(
      "into what is compressed",
      "bad_signature",
      changed((text) => gzipSync(text)),
    ),
    refused(
      "into two of them",
      "bad_signature",
      changed((text) => text + text),
    ),
    // The library reads bytes that are no text as this character: it must not let one stand for the other.
    refused("from a replacement character into a byte that is no text", "bad_body", () => {
      const text = envelopeText(`{"text":"\ufffd"}`);
      const [before = "", after = ""] = text.split("\ufffd");
      return altered(deliveryOf(text), {
        body: Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]),
      });
    }),
  ])("$name", judge);
});

describe("bodies that are signed, and are no event", () => {
  const event = (overrides: object): string =>
    JSON.stringify({ ...(JSON.parse(plain()) as object), ...overrides });
  it.each<Case>(
    Object.entries({
      "no JSON": canary,
      empty: "",
      spaces: "  ",
      "JSON and more": `${plain()}${plain()}`,
      "no text": Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
      compressed: gzipSync(plain()),
      "a list of events": `[${plain()}]`,
      "a text": JSON.stringify(plain()),
      null: "null",
      "another object": `{"hello":"${canary}"}`,
      "data that is a list": envelopeText("[]"),
      "data that is a text": envelopeText(`"${canary}"`),
      "data that is null": envelopeText("null"),
      "no data": event({ data: undefined }),
      "no type": event({ type: undefined }),
      "a type that is a list": event({ type: ["user.created"] }),
      "no timestamp": event({ timestamp: undefined }),
      "a timestamp of text": event({ timestamp: String(Date.now()) }),
      "a timestamp above 2^53": plain().replace(/"timestamp":\d+/, '"timestamp":9007199254740993'),
      "a timestamp before 1970": event({ timestamp: -1 }),
      "a timestamp with a fraction": event({ timestamp: 1.5 }),
      "an object that is no event": event({ object: "user" }),
    }).map(([name, body]) => refused(name, "bad_body", () => deliveryOf(body))),
  )("$name", judge);
});

describe("the mirror is right in spite of", () => {
  /** A person's update of which one part is written as it stands, after the others. */
  const userText = (id: string, part: string): string =>
    envelopeText(
      `${JSON.stringify(userData(id, { updated_at: 2000 })).slice(0, -1)},${part}}`,
      "user.updated",
    );
  const rowOf = async (id: string) =>
    (
      await runSql(
        database().ownerUrl,
        `SELECT "name", "banned", "platformRole", "sourceVersion"::text AS "version" FROM "public"."User" WHERE "id" = $1`,
        [id],
      )
    )[0];
  const right = { name: "Ada Lovelace", banned: false, platformRole: null, version: "2000" };

  it.each([
    ["integers above 2^53", `"public_metadata":{"n":9007199254740993}`, right],
    ["numbers above the greatest", `"unsafe_metadata":{"n":1e400}`, right],
    [
      "nesting of 50,000 levels",
      `"unsafe_metadata":{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
      right,
    ],
    ["null bytes and lone surrogates", `"unsafe_metadata":{"\\u0000":"\\ud800"}`, right],
    ["keys of every object", `"__proto__":{"banned":true},"constructor":{"banned":true}`, right],
    ["a role under another key", `"public_metadata":{"__proto__":{"role":"admin"}}`, right],
    ["a time with a fraction of nought", `"updated_at":3000.0`, { ...right, version: "3000" }],
    ["a time with an exponent", `"updated_at":4e3`, { ...right, version: "4000" }],
    [
      "a key twice: the last one counts, as everywhere",
      `"banned":true`,
      { ...right, banned: true },
    ],
    ["escaped letters in a key", `"b\\u0061nned":true`, { ...right, banned: true }],
  ])("%s", async (_name, part, expected) => {
    const id = `user_${randomUUID()}`;
    await judge({ request: () => deliveryOf(userText(id, part)), status: 200, answer: "applied" });
    expect(await rowOf(id)).toEqual(expected);
  });

  it.each([
    ["a time above 2^53", `"updated_at":9007199254740993`],
    ["a time with a fraction", `"updated_at":2000.5`],
    ["a time of text", `"updated_at":"2000"`],
    ["a list in place of an object", `"public_metadata":["admin"]`],
    ["an object in place of a list", `"email_addresses":{"0":{}}`],
    ["a text in place of a truth", `"banned":"false"`],
  ])("%s: it is kept as rejected, and the mirror is left alone", async (_name, part) => {
    const id = `user_${randomUUID()}`;
    await judge({ request: () => deliveryOf(userText(id, part)), status: 200, answer: "rejected" });
    expect(await rowOf(id)).toBeUndefined();
  });
});

describe("all of them", () => {
  it("are at least 60, none accepted or refused falsely", () => {
    expect(verdicts.cases).toBeGreaterThanOrEqual(60);
    expect(verdicts).toMatchObject({ falselyAccepted: 0, falselyRefused: 0 });
  });

  it("are in the inbox when they were accepted, and no others", async () => {
    const rows = await runSql<{ id: string }>(
      database().ownerUrl,
      `SELECT "id" FROM "public"."WebhookDelivery"`,
    );
    expect(rows.map(({ id }) => id).sort()).toEqual([...accepted].sort());
  });

  it("leave nothing of the secret, the signature or the body in an answer or in the log", () => {
    const refusals = told.filter((line) => line.includes("delivery refused"));
    expect(refusals.length).toBeGreaterThan(60);
    expect(told.join("\n")).not.toMatch(
      new RegExp(`whsec_|${testSecret.slice(6, 20)}|${canary}|Lovelace|v1,|\\.ts:\\d`),
    );
  });
});
