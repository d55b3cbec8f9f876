import { readFileSync } from "node:fs";
import { createServer, request, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { callClerk, clerkApiVersion, ClerkFault, type ClerkCall } from "@/src/server/clerk/api";
import { cleanUp } from "../../clerk/clean-up.ts";
import { client, start, type Started } from "../../clerk/start.ts";
import { environment } from "../../support/environment.ts";

// Through a door of our own to a local Clerk: open as a rule, and what it should not be where a test says so.

let clerk: Started;
let misbehave: RequestListener | null = null;
const seen: { authorization: string | undefined; version: unknown; url: string | undefined }[] = [];

beforeAll(async () => {
  clerk = await start();
  const door = createServer((incoming, outgoing) => {
    const { authorization, "clerk-api-version": version } = incoming.headers;
    seen.push({ authorization, version, url: incoming.url });
    if (misbehave) {
      misbehave(incoming, outgoing);
      return;
    }
    const { method, headers } = incoming;
    const onward = request(`${clerk.url}${incoming.url ?? ""}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((listening) => door.listen(0, "127.0.0.1", listening));
  cleanUp(() => door.close());
  cleanUp(() => door.closeAllConnections());
  const address = door.address();
  if (typeof address !== "object" || address === null) throw new Error("The door has no port.");
  Object.assign(process.env, environment, {
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_API_URL: `http://127.0.0.1:${address.port}/bapi`,
  });
});

afterEach(() => {
  misbehave = null;
  return changeOutage({ condition: "up", delayMs: 0 });
});

async function changeOutage(backendApi: { condition?: string; delayMs?: number }): Promise<void> {
  const response = await fetch(`${clerk.url}/local/settings`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ outages: { backendApi } }),
  });
  expect(response.status).toBe(200);
}

const users: ClerkCall = { method: "GET", path: "/users", query: { limit: 2 } };

async function faultOf(call: ClerkCall): Promise<ClerkFault> {
  const fault: unknown = await callClerk(call).catch((error: unknown) => error);
  if (!(fault instanceof ClerkFault)) throw new Error("there was no fault", { cause: fault });
  return fault;
}

it("asks for the version of the API that the installed SDK asks for", () => {
  const main = createRequire(import.meta.url).resolve("@clerk/backend");
  const constants = readFileSync(join(dirname(main), "constants.d.ts"), "utf8");
  expect(/SUPPORTED_BAPI_VERSION = "([\d-]+)"/.exec(constants)?.[1]).toBe(clerkApiVersion);
});

describe("an answer", () => {
  it("is the JSON as it came, with the time by Clerk's clock", async () => {
    const made = await client(clerk).users.createUser({ emailAddress: ["ada@example.test"] });
    const before = Math.floor(Date.now() / 1000) * 1000;
    const { data, date } = await callClerk(users);
    expect(data).toEqual([expect.objectContaining({ id: made.id, object: "user" })]);
    expect(date).toBeGreaterThanOrEqual(before);
    expect(date).toBeLessThanOrEqual(Date.now());
    expect(seen.at(-1)).toEqual({
      authorization: `Bearer ${clerk.secretKey}`,
      version: clerkApiVersion,
      url: "/bapi/v1/users?limit=2",
    });
  });

  it("to a change carries what was changed", async () => {
    const made = await client(clerk).users.createUser({ emailAddress: ["eve@example.test"] });
    const { data } = await callClerk({ method: "POST", path: `/users/${made.id}/ban` });
    expect(data).toMatchObject({ id: made.id, banned: true });
    const body = { first_name: "Eve" };
    const changed = await callClerk({ method: "PATCH", path: `/users/${made.id}`, body });
    expect(changed.data).toMatchObject({ first_name: "Eve" });
  });
});

describe("a fault", () => {
  it("of the caller is refused, with Clerk's code and the time", async () => {
    const fault = await faultOf({ method: "GET", path: "/users/user_absent" });
    expect(fault).toMatchObject({ kind: "refused", status: 404, code: "resource_not_found" });
    expect(fault.date).toBeGreaterThan(Date.now() - 5_000);
  });

  it.each([
    ["rate_limited", "rate_limited", 429, 1],
    ["down", "unavailable", 503, null],
    ["malformed", "malformed", 200, null],
  ] as const)("of Clerk's, %s: %s", async (condition, kind, status, retryAfter) => {
    await changeOutage({ condition });
    expect(await faultOf(users)).toMatchObject({ kind, status, retryAfter });
  });

  it("of time is unavailable, and the wait ends", async () => {
    await changeOutage({ delayMs: 5_000 });
    const began = performance.now();
    expect(await faultOf({ ...users, timeout: 100 })).toMatchObject({
      kind: "unavailable",
      status: 0,
    });
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it("of time is one where the body does not end, too", async () => {
    misbehave = (_, answer) => void answer.writeHead(200).write("[");
    expect(await faultOf({ ...users, timeout: 200 })).toMatchObject({ kind: "unavailable" });
  });

  it("is that the caller gave up", async () => {
    await changeOutage({ delayMs: 5_000 });
    expect(await faultOf({ ...users, signal: AbortSignal.timeout(50) })).toMatchObject({
      kind: "unavailable",
    });
  });

  it.each<[string, string, RequestListener]>([
    ["a connection that breaks", "unavailable", (incoming) => void incoming.socket.destroy()],
    [
      "a redirect, which would carry the key elsewhere",
      "unavailable",
      (_, answer) => void answer.writeHead(302, { location: "http://localhost:1/" }).end(),
    ],
    [
      "no time",
      "malformed",
      (_, answer) => {
        answer.sendDate = false;
        answer.end("[]");
      },
    ],
    [
      "an answer without end",
      "malformed",
      (_, answer) => {
        const megabyte = Buffer.alloc(1024 * 1024, " ");
        const more = (): void => {
          if (answer.destroyed) return;
          if (answer.write(megabyte)) more();
          else answer.once("drain", more);
        };
        more();
      },
    ],
  ])("is %s: %s", async (_, kind, behaviour) => {
    misbehave = behaviour;
    expect(await faultOf(users)).toMatchObject({ kind });
  });

  it("says nothing of what was sent, nor the key", async () => {
    const body = { email_address: ["not an address"] };
    const fault = await faultOf({ method: "POST", path: "/users", body });
    expect(fault.status).toBe(422);
    expect(`${fault.message} ${fault.stack ?? ""}`).not.toMatch(/not an address|sk_test/);
  });
});
