import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cleanUp } from "./clean-up.ts";
import { asList, asRecord, client, start, type Started, until } from "./start.ts";

async function local(clerk: Started, method: string, path: string, body?: unknown) {
  const response = await fetch(`${clerk.url}/local${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const json = asRecord(await response.json());
  const errors = Array.isArray(json.errors) ? asList(json.errors) : [];
  return { status: response.status, json, code: errors[0]?.code };
}

async function newUser(clerk: Started, emailAddress: string) {
  return client(clerk).users.createUser({ emailAddress: [emailAddress] });
}

async function emails(clerk: Started): Promise<(string | undefined)[]> {
  const { data } = await client(clerk).users.getUserList({ orderBy: "+created_at" });
  return data.map((user) => user.emailAddresses[0]?.emailAddress);
}

describe("snapshots", () => {
  test("bring back people and settings as they were, also after a restart", async () => {
    const clerk = await start();
    await newUser(clerk, "first@example.test");
    await local(clerk, "PATCH", "/settings", { instance: { multiSession: true } });
    const saved = await local(clerk, "POST", "/snapshots/demo");
    expect(saved.status).toBe(201);
    expect(saved.json).toMatchObject({ name: "demo" });
    const records = Number(saved.json.records);
    // A person and three sections of settings, at least.
    expect(records).toBeGreaterThanOrEqual(4);

    await newUser(clerk, "second@example.test");
    await local(clerk, "PATCH", "/settings", { instance: { multiSession: false } });
    const restored = await local(clerk, "POST", "/snapshots/demo/restore");
    expect(restored.json).toEqual({ records });
    expect(await emails(clerk)).toEqual(["first@example.test"]);
    expect((await local(clerk, "GET", "/settings")).json.instance).toMatchObject({
      multiSession: true,
    });

    await clerk.close();
    const again = await start({ dataDir: clerk.dataDir });
    expect(await emails(again)).toEqual(["first@example.test"]);
    expect((await local(again, "GET", "/settings")).json.instance).toMatchObject({
      multiSession: true,
    });
  });

  test("outlive a reset, are listed newest first, and go when they are deleted", async () => {
    const clerk = await start();
    const empty = Number((await local(clerk, "POST", "/snapshots/empty")).json.records);
    await newUser(clerk, "kept@example.test");
    await local(clerk, "POST", "/snapshots/one-person");
    await local(clerk, "POST", "/reset");
    expect(await emails(clerk)).toEqual([]);
    const { json } = await local(clerk, "GET", "/snapshots");
    expect(asList(json.snapshots).map((one) => [one.name, one.records])).toEqual([
      ["one-person", empty + 1],
      ["empty", empty],
    ]);
    await local(clerk, "POST", "/snapshots/one-person/restore");
    expect(await emails(clerk)).toEqual(["kept@example.test"]);
    expect((await local(clerk, "DELETE", "/snapshots/one-person")).status).toBe(200);
    expect((await local(clerk, "POST", "/snapshots/one-person/restore")).status).toBe(404);
    expect((await local(clerk, "DELETE", "/snapshots/one-person")).status).toBe(404);
    expect(await emails(clerk)).toEqual(["kept@example.test"]);
  });

  test("stay in their folder, whatever the name, and are for their owner only", async () => {
    const clerk = await start();
    const files = readdirSync(clerk.dataDir);
    const names = ["..%2fkeys", "%2e%2e%2fstate", "a%2fb", "Demo", "-a", "a.b", "a".repeat(64)];
    for (const name of names) {
      const answers = [
        await local(clerk, "POST", `/snapshots/${name}`),
        await local(clerk, "POST", `/snapshots/${name}/restore`),
        await local(clerk, "DELETE", `/snapshots/${name}`),
      ];
      expect([name, ...answers.map((one) => one.code)]).toEqual([
        name,
        ...answers.map(() => "snapshot_name_invalid"),
      ]);
    }
    expect(readdirSync(clerk.dataDir)).toEqual(files);
    await local(clerk, "POST", "/snapshots/mine");
    const folder = join(clerk.dataDir, "snapshots");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "mine.jsonl")).mode & 0o777).toBe(0o600);
  });

  test("change nothing when they are damaged or from other settings", async () => {
    const clerk = await start();
    await newUser(clerk, "here@example.test");
    await local(clerk, "PATCH", "/settings", { instance: { multiSession: true } });
    await local(clerk, "POST", "/snapshots/cut");
    const path = join(clerk.dataDir, "snapshots", "cut.jsonl");
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, whole.slice(0, whole.lastIndexOf("\n", whole.length - 2) + 20));
    expect((await local(clerk, "POST", "/snapshots/cut/restore")).code).toBe("snapshot_damaged");
    writeFileSync(path, "no snapshot");
    expect((await local(clerk, "POST", "/snapshots/cut/restore")).code).toBe("snapshot_damaged");
    writeFileSync(path, whole.replace('"multiSession"', '"wasCalledSo"'));
    expect((await local(clerk, "POST", "/snapshots/cut/restore")).code).toBe("snapshot_outdated");
    expect(await emails(clerk)).toEqual(["here@example.test"]);
    expect((await local(clerk, "GET", "/settings")).status).toBe(200);
    expect(existsSync(path)).toBe(true);
  });

  test("and a reset cancel what is on its way", async () => {
    const received: string[] = [];
    const server = createServer((request, response) => {
      received.push(request.url ?? "");
      // The first one is never answered.
      if (received.length > 1) response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanUp(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("not a TCP server");
    const clerk = await start({ webhookUrl: `http://127.0.0.1:${address.port}/hook` });
    await local(clerk, "PATCH", "/settings", { webhooks: { timeoutMs: 60_000 } });
    await local(clerk, "POST", "/snapshots/quiet");
    for (const name of ["a", "b", "c"]) await newUser(clerk, `${name}@example.test`);
    await until("the first attempt", () => received.length === 1);
    await local(clerk, "POST", "/reset");
    await newUser(clerk, "d@example.test");
    await until("the message after the reset", () => received.length === 2);
    await local(clerk, "POST", "/snapshots/quiet/restore");
    await newUser(clerk, "e@example.test");
    await until("the message after the restoration", () => received.length === 3);
    const { json } = await local(clerk, "GET", "/deliveries");
    expect(asList(json.deliveries)).toHaveLength(1);
  });
});
