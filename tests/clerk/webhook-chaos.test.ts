import { describe, expect, test } from "vitest";
import { Application, deliveries, drained, happen, hook, local, setWebhooks } from "./receiver.ts";
import { type Started, start, until } from "./start.ts";

interface Pair {
  application: Application;
  clerk: Started;
}

async function withChaos(webhooks: unknown): Promise<Pair> {
  const application = new Application();
  const clerk = await start({ webhookUrl: hook(await application.listen()) });
  await setWebhooks(clerk, webhooks);
  return { application, clerk };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const sorted = (numbers: number[]) => [...numbers].sort((a, b) => a - b);

describe("without chaos", () => {
  test("everything arrives once, in order, one at a time", async () => {
    const { application, clerk } = await withChaos({});
    await happen(clerk, 20);
    await drained(clerk);
    expect(application.numbers()).toEqual(upTo(20));
    expect(Math.max(...application.received.map((one) => one.together))).toBe(1);
  });
});

describe("paused", () => {
  test("nothing leaves; afterwards everything does", async () => {
    const { application, clerk } = await withChaos({ paused: true });
    await happen(clerk, 3);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(application.received).toEqual([]);
    expect(await deliveries(clerk)).toMatchObject({ pending: 3 });
    await setWebhooks(clerk, { paused: false });
    await drained(clerk);
    expect(application.numbers()).toEqual([0, 1, 2]);
  });
});

describe("concurrency", () => {
  test("so many are on their way at once, and no more", async () => {
    const { application, clerk } = await withChaos({ concurrency: 4, paused: true });
    application.respond = (_message, response) =>
      setTimeout(() => response.writeHead(200).end(), 30);
    await happen(clerk, 12);
    await setWebhooks(clerk, { paused: false });
    await drained(clerk);
    expect(Math.max(...application.received.map((one) => one.together))).toBe(4);
  });
});

describe("drop", () => {
  test("loses messages for good, and shows them", async () => {
    const { application, clerk } = await withChaos({ chaos: { drop: 1 } });
    await happen(clerk, 2);
    await setWebhooks(clerk, { chaos: { drop: 0 } });
    await happen(clerk, 1, 2);
    expect(await drained(clerk)).toMatchObject({ delivered: 1, dropped: 2, failed: 0 });
    expect(application.numbers()).toEqual([2]);
  });

  test("a probability loses some", async () => {
    const { application, clerk } = await withChaos({ chaos: { drop: 0.5 } });
    await happen(clerk, 40);
    const { delivered, dropped } = await drained(clerk);
    expect(delivered).toBe(application.received.length);
    expect(Number(delivered) + Number(dropped)).toBe(40);
    expect(Number(dropped)).toBeGreaterThan(8);
    expect(Number(dropped)).toBeLessThan(32);
  });
});

describe("duplicate", () => {
  test("sends a message twice under one id, and keeps both attempts", async () => {
    const { application, clerk } = await withChaos({ chaos: { duplicate: 1 } });
    await happen(clerk, 3);
    await drained(clerk);
    expect(sorted(application.numbers())).toEqual([0, 0, 1, 1, 2, 2]);
    expect(new Set(application.received.map((one) => one.id + one.body)).size).toBe(3);
    const [message] = application.received;
    const { attempts } = (await local(clerk, "GET", `/deliveries/${message?.id}`)).body;
    expect(attempts).toMatchObject([{ trigger: "schedule" }, { trigger: "duplicate" }]);
  });
});

describe("reorder", () => {
  test("changes the order within a window, and not beyond", async () => {
    const { application, clerk } = await withChaos({ chaos: { reorderWindow: 10 } });
    await happen(clerk, 30);
    await drained(clerk);
    const numbers = application.numbers();
    for (const begin of [0, 10, 20]) {
      const window = numbers.slice(begin, begin + 10);
      expect(sorted(window)).toEqual(upTo(10).map((index) => begin + index));
      expect(window).not.toEqual(sorted(window));
    }
  });

  test("lets go what does not fill a window after a while, and at once when it is switched off", async () => {
    const { application, clerk } = await withChaos({ chaos: { reorderWindow: 100, holdMs: 300 } });
    await happen(clerk, 3);
    expect(application.received).toEqual([]);
    await drained(clerk);
    expect(sorted(application.numbers())).toEqual([0, 1, 2]);
    await setWebhooks(clerk, { chaos: { holdMs: 600_000 } });
    await happen(clerk, 3, 3);
    await setWebhooks(clerk, { chaos: { reorderWindow: 0 } });
    await drained(clerk);
    expect(sorted(application.numbers())).toEqual(upTo(6));
  });
});

describe("delay", () => {
  test("keeps every message back for a time in the range", async () => {
    const { application, clerk } = await withChaos({ chaos: { delayMinMs: 200, delayMaxMs: 500 } });
    await happen(clerk, 10);
    await drained(clerk);
    expect(sorted(application.numbers())).toEqual(upTo(10));
    const waits = application.received.map((one) => one.at - Number(one.envelope.timestamp));
    // Timers and the way take a little more.
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(195);
    expect(Math.max(...waits)).toBeLessThan(1500);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(50);
  });

  test("outlives a restart, and the range must not be upside down", async () => {
    const { application, clerk } = await withChaos({ chaos: { delayMinMs: 400, delayMaxMs: 400 } });
    await happen(clerk, 1);
    const happened = Date.now();
    await clerk.close();
    await start({ webhookUrl: hook(1), dataDir: clerk.dataDir }).then(async (second) => {
      const upsideDown = { webhooks: { chaos: { delayMinMs: 2, delayMaxMs: 1 } } };
      const { status, body } = await local(second, "PATCH", "/settings", upsideDown);
      expect(status).toBe(422);
      expect(JSON.stringify(body)).toContain("webhooks.chaos.delayMaxMs");
      await second.close();
    });
    expect(application.received).toEqual([]);
    const port = await application.close().then(() => application.listen());
    await start({ webhookUrl: hook(port), dataDir: clerk.dataDir });
    await until("the delayed message", () => application.received.length === 1);
    expect(Number(application.received[0]?.at) - happened).toBeGreaterThan(300);
  });
});

describe("burst", () => {
  test("holds messages back and then sends them at once", async () => {
    const { application, clerk } = await withChaos({ chaos: { burst: 8, holdMs: 600_000 } });
    application.respond = (_message, response) =>
      setTimeout(() => response.writeHead(200).end(), 100);
    await happen(clerk, 7);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(application.received).toEqual([]);
    await happen(clerk, 1, 7);
    await drained(clerk);
    expect(sorted(application.numbers())).toEqual(upTo(8));
    expect(Math.max(...application.received.map((one) => one.together))).toBe(8);
  });
});

describe("everything at once", () => {
  const chaos = { drop: 0.2, duplicate: 0.3, reorderWindow: 6, burst: 3, holdMs: 200 };

  /** Everything that was decided: who was dropped, who came twice. */
  async function run(seed: number) {
    const { application, clerk } = await withChaos({ chaos: { ...chaos, seed } });
    await happen(clerk, 30);
    const report = await drained(clerk);
    return { numbers: application.numbers(), report };
  }

  test("the same seed and events meet the same fate, another seed another", async () => {
    const [once, again, other] = await Promise.all([run(7), run(7), run(8)]);
    expect(sorted(once.numbers)).toEqual(sorted(again.numbers));
    expect(once.report).toMatchObject({ dropped: again.report.dropped });
    expect(sorted(other.numbers)).not.toEqual(sorted(once.numbers));
    const distinct = new Set(once.numbers);
    expect(distinct.size + Number(once.report.dropped)).toBe(30);
    expect(once.numbers.length).toBeGreaterThan(distinct.size);
    expect([...distinct]).not.toEqual(sorted([...distinct]));
  });

  test("the order, too, where one message leaves at a time", async () => {
    const order = async () => {
      const { application, clerk } = await withChaos({ chaos: { reorderWindow: 10, seed: 3 } });
      await happen(clerk, 20);
      await drained(clerk);
      return application.numbers();
    };
    const [once, again] = await Promise.all([order(), order()]);
    expect(once).toEqual(again);
    expect(once).not.toEqual(sorted(once));
  });

  test("a reset begins anew", async () => {
    const { application, clerk } = await withChaos({ chaos: { drop: 0.5, seed: 5 } });
    await happen(clerk, 20);
    await drained(clerk);
    const before = application.numbers();
    await local(clerk, "POST", "/reset");
    await setWebhooks(clerk, { chaos: { drop: 0.5, seed: 5 } });
    await happen(clerk, 20);
    await drained(clerk);
    expect(application.numbers().slice(before.length)).toEqual(before);
  });
});
