import { createServer } from "node:http";
// eslint-disable-next-line gatehouse/walls -- what is sent must satisfy the SDK's own verification
import { verifyWebhook } from "@clerk/backend/webhooks";
import { describe, expect, test } from "vitest";
import type { Endpoint } from "../../local/clerk/model/deliveries.ts";
import { Collection } from "../../local/clerk/store.ts";
import { EndpointHealth } from "../../local/clerk/webhooks/endpoint.ts";
import { waitAfter } from "../../local/clerk/webhooks/schedule.ts";
import { cleanUp } from "./clean-up.ts";
import {
  Application,
  asRequest,
  deliveries,
  drained,
  freePort,
  happen,
  hook,
  local,
  newUser,
  setWebhooks,
} from "./receiver.ts";
import { asList, client, type Started, start, until } from "./start.ts";

interface Pair {
  application: Application;
  clerk: Started;
}

async function connected(options: Parameters<typeof start>[0] = {}): Promise<Pair> {
  const application = new Application();
  const clerk = await start({ webhookUrl: hook(await application.listen()), ...options });
  return { application, clerk };
}

async function listed(clerk: Started, query = ""): Promise<Record<string, unknown>[]> {
  return asList((await deliveries(clerk, query)).deliveries);
}

describe("the log", () => {
  test("keeps payload and attempts: when, how long, what was answered", async () => {
    const { application, clerk } = await connected({ retryFactor: 0.01 });
    application.respond = (_message, response) => {
      const failing = application.received.length === 1;
      response.writeHead(failing ? 503 : 200).end(failing ? "no ".repeat(1000) : "taken");
    };
    const user = await newUser(clerk, "logged");
    expect(await drained(clerk)).toMatchObject({ delivered: 1 });
    const [line] = await listed(clerk);
    expect(line).toMatchObject({
      type: "user.created",
      status: "delivered",
      attemptCount: 2,
      lastResponseStatus: 200,
      lastError: null,
      nextAttemptAt: null,
      exhausted: false,
    });
    const { body } = await local(clerk, "GET", `/deliveries/${String(line?.id)}`);
    expect(body.payload).toMatchObject({ type: "user.created", data: { id: user.id } });
    expect(JSON.stringify(body.payload)).toBe(application.received[0]?.body);
    const attempts = asList(body.attempts);
    expect(attempts).toMatchObject([
      { trigger: "schedule", responseStatus: 503, error: "the application answered 503" },
      { trigger: "schedule", responseStatus: 200, responseBody: "taken", error: null },
    ]);
    expect(String(attempts[0]?.responseBody)).toHaveLength(1000);
    for (const attempt of attempts) {
      expect(Number(attempt.durationMs)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(Date.now() - Number(attempt.at))).toBeLessThan(10_000);
    }
    expect((await local(clerk, "GET", "/deliveries/msg_nobody")).status).toBe(404);
  });

  test("is listed newest first, by page, status, type and words", async () => {
    const { clerk } = await connected();
    await happen(clerk, 5);
    const user = await newUser(clerk, "someone");
    await client(clerk).users.updateUser(user.id, { firstName: "Zaphod" });
    await setWebhooks(clerk, { paused: true });
    await happen(clerk, 1, 5);
    const all = await listed(clerk);
    expect(all.map((one) => one.sequence)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    const page = await listed(clerk, "?limit=3&before=6");
    expect(page.map((one) => one.sequence)).toEqual([5, 4, 3]);
    expect(await listed(clerk, "?type=user.updated")).toMatchObject([{ sequence: 7 }]);
    expect(await listed(clerk, "?q=ZAPHOD")).toMatchObject([{ sequence: 7 }]);
    expect(await listed(clerk, "?status=pending&q=person-5")).toMatchObject([{ sequence: 8 }]);
    expect(await listed(clerk, "?q=nowhere")).toEqual([]);
    for (const query of ["?limit=-1", "?limit=x", "?status=lost", "?before=x"]) {
      expect((await local(clerk, "GET", `/deliveries${query}`)).status).toBe(422);
    }
  });

  test("is bounded, except for what is on its way", async () => {
    const { clerk } = await connected();
    await setWebhooks(clerk, { kept: 0, paused: true });
    await happen(clerk, 3);
    expect(await deliveries(clerk)).toMatchObject({ pending: 3 });
    await setWebhooks(clerk, { paused: false });
    expect(await drained(clerk)).toMatchObject({ pending: 0, delivered: 0 });
    expect(await listed(clerk)).toEqual([]);
  });

  test("outlives a restart, and is forgotten by a reset", async () => {
    const { clerk } = await connected();
    await happen(clerk, 2);
    await drained(clerk);
    const before = await listed(clerk);
    await clerk.close();
    const again = await start({ webhookUrl: hook(1), dataDir: clerk.dataDir });
    expect(await listed(again)).toEqual(before);
    await local(again, "POST", "/reset");
    expect(await deliveries(again)).toMatchObject({ delivered: 0, waiting: 0, deliveries: [] });
  });

  test("a reset takes away what is on its way", async () => {
    const { application, clerk } = await connected({ retryFactor: 0.02 });
    application.answer = () => 500;
    await happen(clerk, 1);
    await until("the first failure", () => application.received.length === 1);
    await local(clerk, "POST", "/reset");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(application.received).toHaveLength(1);
    expect(await deliveries(clerk)).toMatchObject({ pending: 0, failed: 0, waiting: 0 });
  });
});

describe("the Svix app", () => {
  test("takes what waits with it when it is deleted, and nothing is sent until there is one again", async () => {
    const { application, clerk } = await connected({ retryFactor: 0.02 });
    application.answer = () => 500;
    await happen(clerk, 1);
    await until("the first failure", () => application.received.length === 1);
    await client(clerk).webhooks.deleteSvixApp();
    application.answer = () => 200;
    await happen(clerk, 1, 1);
    const [line, ...others] = await listed(clerk);
    expect([line?.status, line?.lastError]).toEqual(["failed", "the Svix app was deleted"]);
    expect(others).toEqual([]);
    const resent = await local(clerk, "POST", `/deliveries/${String(line?.id)}/resend`);
    expect(resent.status).toBe(422);
    await client(clerk).webhooks.createSvixApp();
    await happen(clerk, 1, 2);
    await drained(clerk);
    expect(application.numbers()).toEqual([0, 2]);
  });
});

describe("resending", () => {
  test("sends whatever it was once more, under the same id and body", async () => {
    const { application, clerk } = await connected();
    await happen(clerk, 1);
    await drained(clerk);
    const id = application.received[0]?.id;
    const { status, body } = await local(clerk, "POST", `/deliveries/${id}/resend`);
    expect([status, body]).toEqual([200, { resent: 1 }]);
    await drained(clerk);
    expect(application.received.map((one) => one.id)).toEqual([id, id]);
    expect(application.received[1]?.body).toBe(application.received[0]?.body);
    const { attempts } = (await local(clerk, "GET", `/deliveries/${id}`)).body;
    expect(attempts).toMatchObject([{ trigger: "schedule" }, { trigger: "manual" }]);
    expect((await local(clerk, "POST", "/deliveries/msg_nobody/resend")).status).toBe(404);
  });

  test("ends the schedule when it succeeds, and leaves it when it fails", async () => {
    const { application, clerk } = await connected({ retryFactor: 1 });
    application.answer = () => 500;
    await happen(clerk, 1);
    await until("the first failure", () => application.received.length === 1);
    const id = application.received[0]?.id;
    await local(clerk, "POST", `/deliveries/${id}/resend`);
    await until("the second", () => application.received.length === 2);
    expect(await deliveries(clerk)).toMatchObject({ pending: 1, waiting: 1 });
    application.answer = () => 200;
    await local(clerk, "POST", `/deliveries/${id}/resend`);
    expect(await drained(clerk)).toMatchObject({ pending: 0, delivered: 1 });
  });

  test("takes ids, all that failed, or all that did not arrive since a time", async () => {
    const { application, clerk } = await connected({ retryFactor: 0 });
    application.answer = () => 500;
    await happen(clerk, 2);
    await drained(clerk);
    await setWebhooks(clerk, { chaos: { drop: 1 } });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const since = Date.now();
    await happen(clerk, 1, 2);
    await setWebhooks(clerk, { chaos: { drop: 0 } });
    application.answer = () => 200;
    await happen(clerk, 1, 3);
    await drained(clerk);
    const count = application.received.length;
    const resend = (which: unknown) => local(clerk, "POST", "/deliveries/resend", which);
    expect((await resend({ since })).body).toEqual({ resent: 1 });
    expect(await drained(clerk)).toMatchObject({ delivered: 2, failed: 2, dropped: 0 });
    expect((await resend({ failed: true })).body).toEqual({ resent: 2 });
    expect(await drained(clerk)).toMatchObject({ delivered: 4, failed: 0 });
    expect(sortedNumbers(application).slice(-3)).toEqual([0, 1, 2]);
    expect((await resend({ since, status: ["delivered"] })).body).toEqual({ resent: 2 });
    const ids = application.received.slice(count).map((one) => one.id);
    expect((await resend({ ids })).body).toEqual({ resent: ids.length });
    await drained(clerk);
    for (const bad of [{}, { failed: false }, { ids: "x" }, { since: "now" }]) {
      expect((await resend(bad)).status).toBe(422);
    }
    expect((await resend({ ids: ["msg_nobody"] })).status).toBe(404);
  });
});

function sortedNumbers(application: Application): number[] {
  const last = application.numbers().slice(-3);
  return last.sort((a, b) => a - b);
}

describe("the address", () => {
  test("changes at run time, to addresses of this machine only", async () => {
    const { application, clerk } = await connected();
    const other = new Application();
    await setWebhooks(clerk, { url: hook(await other.listen()) });
    await happen(clerk, 1);
    await drained(clerk);
    await setWebhooks(clerk, { url: null });
    await happen(clerk, 1, 1);
    await drained(clerk);
    expect([other.numbers(), application.numbers()]).toEqual([[0], [1]]);
    for (const url of [
      "https://example.com/hook",
      "file:///etc/hosts",
      "http://localhost.evil.test",
    ]) {
      const { status } = await local(clerk, "PATCH", "/settings", { webhooks: { url } });
      expect(status).toBe(422);
    }
  });

  test("may want some types only", async () => {
    const { application, clerk } = await connected();
    await setWebhooks(clerk, { eventTypes: ["user.updated"] });
    const user = await newUser(clerk, "filtered");
    await client(clerk).users.updateUser(user.id, { firstName: "Only" });
    expect(await drained(clerk)).toMatchObject({ delivered: 1 });
    expect(application.types()).toEqual(["user.updated"]);
  });

  test("where nobody listens counts as a failure, when asked for", async () => {
    const clerk = await start({ webhookUrl: hook(await freePort()), retryFactor: 0 });
    await setWebhooks(clerk, { waitForApplication: false });
    await happen(clerk, 1);
    await drained(clerk);
    expect(await listed(clerk)).toMatchObject([
      { status: "failed", attemptCount: 8, exhausted: true, lastResponseStatus: null },
    ]);
  });
});

describe("a failure", () => {
  test("is a redirect, too, and is not followed", async () => {
    const { application, clerk } = await connected();
    const elsewhere = new Application();
    const location = hook(await elsewhere.listen());
    application.respond = (_message, response) => response.writeHead(307, { location }).end();
    await happen(clerk, 1);
    await until("the attempt", () => application.received.length === 1);
    await until("the record", () => clerk.lines.some((line) => line.includes("307")));
    expect(elsewhere.received).toEqual([]);
    expect(await listed(clerk)).toMatchObject([{ status: "pending", lastResponseStatus: 307 }]);
  });

  test("is an answer that comes too late", async () => {
    const { application, clerk } = await connected();
    application.respond = () => undefined;
    await setWebhooks(clerk, { timeoutMs: 50 });
    await happen(clerk, 1);
    await until("the end of patience", () =>
      clerk.lines.some((line) => line.includes("did not answer within 50 ms")),
    );
    expect(await listed(clerk)).toMatchObject([{ status: "pending", attemptCount: 1 }]);
  });

  test("is not a connection that the application has just closed: each attempt has its own", async () => {
    const application = new Application();
    const used = new Set<unknown>();
    application.respond = (_message, response) => {
      const { socket } = response;
      if (used.has(socket)) socket?.destroy();
      else response.writeHead(200).end();
      used.add(socket);
    };
    const clerk = await start({ webhookUrl: hook(await application.listen()) });
    await happen(clerk, 5);
    await drained(clerk);
    const { deliveries: list } = await deliveries(clerk);
    expect(asList(list).map((one) => [one.status, one.attemptCount])).toEqual(
      Array.from({ length: 5 }, () => ["delivered", 1]),
    );
  });

  test("ends the schedule when the application asks for it", async () => {
    const { application, clerk } = await connected({ retryFactor: 0 });
    application.respond = (_message, response) =>
      response.writeHead(500, { "webhook-delivery": "abort-message" }).end();
    await happen(clerk, 1);
    await drained(clerk);
    expect(await listed(clerk)).toMatchObject([
      { status: "failed", attemptCount: 1, exhausted: false },
    ]);
  });

  test("an answer without an end is not read to its end", async () => {
    let sent = 0;
    const server = createServer((_request, response) => {
      response.writeHead(200);
      const more = setInterval(() => {
        sent += 1;
        response.write("x".repeat(1000));
      }, 1);
      response.on("close", () => clearInterval(more));
    });
    cleanUp(() => server.close());
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const clerk = await start({ webhookUrl: hook(port) });
    await happen(clerk, 1);
    expect(await drained(clerk)).toMatchObject({ delivered: 1 });
    expect(sent).toBeLessThan(100);
  });
});

describe("the schedule", () => {
  test("is Svix's, scaled", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) => waitAfter(failures, 0.5));
    const seconds = waits.map((wait) => (wait === null ? null : wait / 500));
    expect(seconds).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 36_000, null]);
  });

  test("is scaled anew while running", async () => {
    const { application, clerk } = await connected({ retryFactor: 1 });
    application.answer = () => 500;
    await setWebhooks(clerk, { retryFactor: 0 });
    await happen(clerk, 1);
    expect(await drained(clerk)).toMatchObject({ failed: 1 });
    expect(application.received).toHaveLength(8);
    expect(clerk.lines.some((line) => line.includes("given up after attempt 8"))).toBe(true);
  });
});

describe("an endpoint that only fails", () => {
  const HOUR = 3600_000;
  const DAY = 24 * HOUR;
  const health = () => new EndpointHealth(new Collection<Endpoint>(() => undefined));

  test("is disabled five days after failures that lie half a day apart", () => {
    const endpoint = health();
    expect(endpoint.failed(0, 1)).toBe(false);
    expect(endpoint.failed(11 * HOUR, 1)).toBe(false);
    expect(endpoint.state.clockStartedAt).toBeNull();
    endpoint.failed(13 * HOUR, 1);
    expect(endpoint.state.clockStartedAt).toBe(13 * HOUR);
    expect(endpoint.failed(13 * HOUR + 5 * DAY - 1, 1)).toBe(false);
    expect(endpoint.disabled).toBe(false);
    expect(endpoint.failed(13 * HOUR + 5 * DAY, 1)).toBe(true);
    expect(endpoint.disabled).toBe(true);
  });

  test("is not, when the failures lie far apart, one succeeds, or time has no length", () => {
    const rare = health();
    for (let day = 0; day < 20; day++) rare.failed(day * 1.5 * DAY, 1);
    expect(rare.disabled).toBe(false);
    const mixed = health();
    for (let time = 0; time < 20 * DAY; time += 12 * HOUR) {
      mixed.failed(time, 1);
      if (time % (4 * DAY) === 0) mixed.succeeded();
    }
    expect(mixed.disabled).toBe(false);
    const timeless = health();
    for (let time = 0; time < 20 * DAY; time += 12 * HOUR) timeless.failed(time, 0);
    expect(timeless.disabled).toBe(false);
  });

  test("gets nothing until it is enabled, and what it missed when asked for", async () => {
    // Five days become 0.8 s, and half a day 80 ms.
    const factor = 800 / (5 * DAY);
    const { application, clerk } = await connected({ retryFactor: factor });
    application.answer = () => 500;
    let count = 0;
    const disabled = () => clerk.lines.some((line) => line.includes("the endpoint is disabled"));
    const end = Date.now() + 15_000;
    while (!disabled() && Date.now() < end) {
      await happen(clerk, 1, count++);
      await new Promise((resolve) => setTimeout(resolve, 90));
    }
    expect(disabled()).toBe(true);
    const received = application.received.length;
    application.answer = () => 200;
    await happen(clerk, 1, count++);
    const report = await drained(clerk);
    expect(report).toMatchObject({ pending: 0, delivered: 0, failed: count });
    expect(report.endpoint).toMatchObject({ disabledAt: expect.any(Number) as number });
    const [missed] = await listed(clerk);
    expect(missed).toMatchObject({ attemptCount: 0, lastError: "the endpoint is disabled" });
    const resend = () => local(clerk, "POST", "/deliveries/resend", { failed: true });
    expect((await resend()).status).toBe(422);
    expect(application.received).toHaveLength(received);

    const enabled = await local(clerk, "POST", "/webhooks/enable");
    expect(enabled.body).toMatchObject({ endpoint: { disabledAt: null } });
    expect((await resend()).body).toEqual({ resent: count });
    expect(await drained(clerk)).toMatchObject({ delivered: count, failed: 0 });
    await local(clerk, "POST", "/webhooks/disable");
    await happen(clerk, 1, count);
    expect(await drained(clerk)).toMatchObject({ failed: 1 });
  });

  test("does not get what was asked for before it was disabled, either", async () => {
    const { application, clerk } = await connected();
    await happen(clerk, 1);
    await drained(clerk);
    await setWebhooks(clerk, { paused: true });
    await local(clerk, "POST", `/deliveries/${application.received[0]?.id}/resend`);
    await local(clerk, "POST", "/webhooks/disable");
    await setWebhooks(clerk, { paused: false });
    await drained(clerk);
    expect(application.received).toHaveLength(1);
  });
});

describe("the signing secret", () => {
  const verifies = async (application: Application, signingSecret: string) => {
    const message = application.received.at(-1);
    if (!message) throw new Error("nothing arrived");
    const verified = verifyWebhook(asRequest(message), { signingSecret });
    return verified.then(
      () => true,
      () => false,
    );
  };

  test("is rotated: both are good for a while, then the new one alone", async () => {
    // A day becomes 0.6 s.
    const { application, clerk } = await connected({ retryFactor: 600 / (24 * 3600_000) });
    const old = clerk.webhookSecret;
    const { secret } = (await local(clerk, "POST", "/webhooks/rotate-secret")).body;
    const rotatedAt = Date.now();
    expect(secret).not.toBe(old);
    await happen(clerk, 1);
    await drained(clerk);
    const signatures = String(application.received[0]?.headers["svix-signature"]).split(" ");
    expect(signatures).toHaveLength(2);
    expect(await verifies(application, String(secret))).toBe(true);
    expect(await verifies(application, old)).toBe(true);
    await until("the end of the overlap", () => Date.now() > rotatedAt + 650);
    await happen(clerk, 1, 1);
    await drained(clerk);
    expect(await verifies(application, String(secret))).toBe(true);
    expect(await verifies(application, old)).toBe(false);
    expect(clerk.lines.join("\n")).not.toContain("whsec_");
  });

  test("stays rotated after a restart and a reset", async () => {
    const { clerk } = await connected();
    const { secret } = (await local(clerk, "POST", "/webhooks/rotate-secret")).body;
    await local(clerk, "POST", "/reset");
    await clerk.close();
    const application = new Application();
    const webhookUrl = hook(await application.listen());
    const again = await start({ webhookUrl, dataDir: clerk.dataDir });
    expect(again.webhookSecret).toBe(secret);
    await happen(again, 1);
    await drained(again);
    expect(await verifies(application, String(secret))).toBe(true);
    expect(await verifies(application, clerk.webhookSecret)).toBe(true);
  });
});
