import { mutantsOf } from "../mutant.ts";

const batch = "tests/unit/http/batch.test.ts";
const origin = "tests/unit/http/origin.test.ts";
const limit = "tests/unit/http/limit.test.ts";
const envelope = "tests/unit/trpc/envelope.test.ts";
const request = "tests/unit/auth/request.test.ts";

/** What is refused before anybody's identity is read. */
const door = [
  ...mutantsOf(
    "src/server/http/batch.ts",
    [batch],
    [
      {
        id: "batch/length",
        guard: "a batch has no more than ten calls",
        find: `paths.length <= batchLimit &&`,
        replace: "",
      },
      {
        id: "batch/gaps",
        guard: "a batch has no gaps",
        find: `name === "" || `,
        replace: "",
      },
      {
        id: "batch/slashes",
        guard: "a batch names no procedure twice, however tRPC would read the names",
        find: ` || name.includes("/")`,
        replace: "",
      },
      {
        id: "batch/copies",
        guard: "a batch names no procedure twice",
        find: `new Set(paths).size === paths.length &&`,
        replace: "",
      },
      {
        id: "batch/parameters",
        guard: "a parameter is given once",
        find: `if (new Set(names).size < names.length) return null;`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "src/server/http/decode.ts",
    [batch],
    [
      {
        id: "batch/decoded",
        guard: "what cannot be decoded is no path",
        find: `  } catch {\n    return null;`,
        replace: `  } catch {\n    return path;`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/http/trpc.ts",
    [batch],
    [
      {
        id: "http/calls",
        guard: "what is no call of ours is refused",
        find: `if (!calls) return refuseCalls("bad_input", requestId);`,
        replace: `if (!calls) return Response.json({});`,
      },
      {
        id: "http/method",
        guard: "GET and POST alone are served",
        find: `if (method !== "POST") return "method_not_allowed";`,
        replace: "",
      },
      {
        id: "http/origin",
        guard: "a mutation comes from our own pages, or with a bearer token",
        find: `if (!mayChange(request)) return "cross_origin";`,
        replace: "",
      },
      {
        id: "http/content-type",
        guard: "a body is JSON",
        find: `if (!isJson(request)) return "unsupported_media_type";`,
        replace: "",
      },
      {
        id: "http/size",
        guard: "a body is no larger than 1 MiB",
        find: `const bodyLimit = 1024 * 1024;`,
        replace: `const bodyLimit = 2 * 1024 * 1024;`,
      },
      {
        id: "http/size-answered",
        guard: "a body that is too large is refused",
        find: `if (typeof body === "string") return body;`,
        replace: `if (typeof body === "string") return "bad_input";`,
      },
      {
        id: "http/utf-8",
        guard: "a body is text",
        find: `return isUtf8(body)\n`,
        replace: `return body\n`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/http/body.ts",
    [batch],
    [
      {
        id: "body/declared",
        guard: "a body that says it is too large is not read",
        find: `if (Number(request.headers.get("content-length") ?? 0) > limit) return "too_large";`,
        replace: "",
        killers: ["tests/unit/http/body.test.ts"],
      },
      {
        id: "body/counted",
        guard: "a body is counted, whatever it says of its size",
        find: `return size > limit ? "too_large" : Buffer.concat(chunks);`,
        replace: `return Buffer.concat(chunks);`,
        killers: ["tests/unit/http/body.test.ts"],
      },
      {
        id: "body/endless",
        guard: "a body that does not end is not read on for long",
        find: `if (size > limit + patience) break;`,
        replace: "",
        killers: ["tests/unit/http/body.test.ts"],
      },
      {
        id: "body/broken-off",
        guard: "a body that breaks off is refused",
        find: `return "bad_input"; // The sender`,
        replace: `return Buffer.concat(chunks); // The sender`,
        killers: ["tests/unit/http/body.test.ts"],
      },
      {
        id: "body/slow",
        guard: "a body that comes slowly holds nothing for ever",
        find: `return await Promise.race([readAll(reader, limit), deadline]);`,
        replace: `return await readAll(reader, limit);`,
        killers: ["tests/unit/http/body.test.ts"],
      },
      {
        id: "body/given-up",
        guard: "a body that is given up is not read on",
        find: `reader.cancel().catch(() => undefined);`,
        replace: "",
        killers: ["tests/unit/http/body.test.ts"],
      },
      {
        id: "body/compressed",
        guard: "a body is not compressed",
        find: `    encoding === "identity" &&\n`,
        replace: "",
      },
      {
        id: "body/type",
        guard: "a body is application/json",
        find: `    type === "application/json" &&\n`,
        replace: "",
      },
      {
        id: "body/charset",
        guard: "a body is in UTF-8",
        find: `/^charset="?utf-?8"?$/.test(charset)`,
        replace: `charset !== ""`,
        killers: ["tests/unit/http/body.test.ts"],
      },
    ],
  ),
  ...mutantsOf(
    "src/server/http/origin.ts",
    [origin],
    [
      {
        id: "origin/present",
        guard: "no origin is not our own",
        find: `return origin !== null && env().APP_URL.includes(origin);`,
        replace: `return origin === null || env().APP_URL.includes(origin);`,
      },
      {
        id: "origin/ours",
        guard: "another origin is not our own",
        find: `return origin !== null && env().APP_URL.includes(origin);`,
        replace: `return origin !== null;`,
      },
      {
        id: "origin/whole",
        guard: "an origin is compared whole",
        find: `env().APP_URL.includes(origin)`,
        replace: `env().APP_URL.some((own) => origin.startsWith(own))`,
      },
      {
        id: "origin/cookies",
        guard: "cookies count only from our own pages",
        find: `return !handsOver && !request.headers.has("cookie");`,
        replace: `return !handsOver;`,
      },
      {
        id: "origin/handed-over",
        guard: "what Clerk hands over in an address counts only from our own pages",
        find: `return !handsOver && !request.headers.has("cookie");`,
        replace: `return !request.headers.has("cookie");`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/http/page-query.ts",
    ["tests/unit/http/page-query.test.ts"],
    [
      {
        id: "query/twice",
        guard: "a list's parameter is given once",
        find: `given.has(name) || `,
        replace: "",
      },
      {
        id: "query/known",
        guard: "a list takes no other parameter",
        find: ` || !["limit", "cursor"].includes(name)`,
        replace: "",
      },
      {
        id: "query/number",
        guard: "a list's limit is a number",
        find: `if (limit !== undefined && !/^\\d{1,4}$/.test(limit)) throw new AppError("bad_input");`,
        replace: "",
      },
    ],
  ),
];

/** How often somebody may ask, and who that is. */
const limits = [
  ...mutantsOf(
    "src/server/http/limit.ts",
    [limit],
    [
      {
        id: "limit/refuses",
        guard: "who calls too often waits",
        find: `return Math.max(1, Math.ceil(wait / 1000));`,
        replace: `return null;`,
      },
      {
        id: "limit/batch",
        guard: "a batch costs as many calls as it holds",
        find: `% counters, calls);`,
        replace: `% counters, 1);`,
      },
      {
        id: "limit/person",
        guard: "a person is counted from wherever they call",
        find: `return charge(limits().person, principal.userId, calls);`,
        replace: `return null;`,
      },
      {
        id: "limit/each-person",
        guard: "each person has a count of their own",
        find: `return charge(limits().person, principal.userId, calls);`,
        replace: `return charge(limits().person, "person", calls);`,
      },
      {
        id: "limit/memory",
        guard: "the counters are bounded, however many addresses there are",
        find: `const counters = 2 ** 17;`,
        replace: `const counters = 2 ** 30;`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/http/address.ts",
    ["tests/unit/http/address.test.ts"],
    [
      {
        id: "address/forwarded",
        guard: "what the client wrote about its address does not count",
        find: `hops[Math.max(0, hops.length - 1 - trusted)]`,
        replace: `hops[0]`,
      },
      {
        id: "address/platform",
        guard: "on a platform without connections one caller does not use up everybody's calls",
        find: `peer === null ? Math.max(1, proxies) : proxies`,
        replace: `proxies`,
      },
      {
        id: "address/network",
        guard: "the addresses of one IPv6 network count together",
        find: "`${firstGroups(address, 4)}::/64`",
        replace: "address",
      },
      {
        id: "address/mapped",
        guard: "an IPv4 address counts as itself, however it is written",
        find: `if (mapped !== undefined && isIPv4(mapped)) return mapped;`,
        replace: "",
      },
    ],
  ),
];

/** What superjson may build of an input. */
const inputs = mutantsOf(
  "src/server/trpc/envelope.ts",
  [envelope],
  [
    {
      id: "envelope/depth",
      guard: "an input is not too deep",
      find: `if (depth > depthLimit) return false;`,
      replace: "",
    },
    {
      id: "envelope/prototype",
      guard: "no key of an input reaches for a prototype",
      find: `if (forbiddenKeys.includes(key)) return false;`,
      replace: "",
    },
    {
      id: "envelope/types",
      guard: "an input has no types but those that we ask for",
      find: `const type = z.tuple([z.enum(inputTypes)]);`,
      replace: `const type = z.tuple([z.string()]);`,
    },
    {
      id: "envelope/references",
      guard: "an input has no references into itself",
      find: `    .strictObject({\n      values:`,
      replace: `    .looseObject({\n      values:`,
    },
    {
      id: "envelope/founded",
      guard: "superjson makes no array as long as a note says",
      find: `if (!isFounded(read.data)) throw new AppError("bad_input");`,
      replace: "",
    },
    {
      id: "envelope/own-words",
      guard: "an input is what superjson would have sent",
      find: `if (!isSame(again.json, read.data.json) || !isSame(again.meta?.values, read.data.meta?.values))`,
      replace: `if (again.json === read)`,
    },
    {
      id: "envelope/strict",
      guard: "an input has nothing beside its value and its notes",
      find: `const envelope = z.strictObject({`,
      replace: `const envelope = z.object({`,
    },
  ],
);

/** Where a page goes on. */
const cursors = mutantsOf(
  "src/server/page.ts",
  ["tests/unit/page.test.ts"],
  [
    {
      id: "cursor/own-words",
      guard: "a cursor is one that this server wrote",
      find: `if (encodeCursor(read) === text) return read;`,
      replace: `if (text) return read;`,
    },
  ],
);

/** For whom a token was made. */
const parties = [
  ...mutantsOf(
    "src/server/auth/options.ts",
    [request],
    [
      {
        id: "party/own",
        guard: "a token is one of this application",
        find: `authorizedParties: bearer !== null && namesNoParty(bearer) ? undefined : APP_URL,`,
        replace: `authorizedParties: undefined,`,
      },
      {
        id: "party/bearer-alone",
        guard: "without a party only a bearer token is taken, not a foreign party's",
        find: `bearer !== null && namesNoParty(bearer) ? undefined`,
        replace: `bearer !== null ? undefined`,
      },
      {
        id: "party/setting",
        guard: "a bearer token without a party is taken by the setting alone",
        find: `ALLOW_BEARER_WITHOUT_AZP ? bearerOf(headers) : null`,
        replace: `bearerOf(headers)`,
      },
      {
        id: "party/empty",
        guard: "an empty party is one, and not ours",
        find: `!("azp" in payload)`,
        replace: `!(payload as { azp?: unknown }).azp`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/auth/bearer.ts",
    ["tests/unit/http/bearer.test.ts"],
    [
      {
        id: "bearer/scheme",
        guard: "another scheme is no bearer token",
        find: `return scheme === "Bearer" ? token : null;`,
        replace: `return token;`,
      },
      {
        id: "bearer/letters",
        guard: "a bearer token is read as Clerk reads it, letters included",
        find: `return scheme === "Bearer" ? token : null;`,
        replace: `return scheme.toLowerCase() === "bearer" ? token : null;`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/auth/nobody.ts",
    ["tests/unit/http/nobody.test.ts"],
    [
      {
        id: "nobody/verdict",
        guard: "a request whose credentials cannot be read brings no verdict along",
        find: `if (name.startsWith("x-clerk-"))`,
        replace: `if (name === "x-clerk-auth-token")`,
      },
    ],
  ),
];

export const httpMutants = [...door, ...limits, ...inputs, ...cursors, ...parties];
