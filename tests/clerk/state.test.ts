import { appendFileSync, cpSync, statSync } from "node:fs";
import { get } from "node:http";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { verifyToken } from "@clerk/backend";
import { afterEach, describe, expect, test, vi } from "vitest";
import { clerkEnvironment, startLocalClerk } from "../../local/clerk/server.ts";
import { Browser } from "./frontend-caller.ts";
import { client, start, temporaryFolder } from "./start.ts";

const password = "gatehouse-local";

afterEach(() => vi.unstubAllEnvs());

/** fetch() does not let one choose the Host header. */
function statusFor(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: "/local/health", headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}

describe("state", () => {
  test("survives a restart: people, sessions, keys and passwords", async () => {
    const dataDir = temporaryFolder();
    const first = await start({ dataDir });
    const user = await client(first).users.createUser({
      emailAddress: ["kept@example.test"],
      password,
    });
    const browser = await new Browser(first.url).open();
    await browser.signIn("kept@example.test", password);
    const before = await browser.client();
    const jwt = before.sessions[0]?.last_active_token.jwt ?? "";
    await first.close();

    const second = await start({ dataDir });
    expect([second.secretKey, second.webhookSecret]).toEqual([
      first.secretKey,
      first.webhookSecret,
    ]);
    expect((await verifyToken(jwt, { jwtKey: second.jwtKey })).sub).toBe(user.id);
    const reopened = new Browser(second.url);
    reopened.token = browser.token;
    expect((await reopened.client()).sessions[0]?.id).toBe(before.sessions[0]?.id);
    const again = await new Browser(second.url).open();
    expect((await again.signIn("kept@example.test", password)).status).toBe("complete");
  });

  test("survives a crash in the middle of a line", async () => {
    const dataDir = temporaryFolder();
    const first = await start({ dataDir });
    const user = await client(first).users.createUser({ emailAddress: ["crash@example.test"] });
    // Not closed: what was answered is on disk already. A write that the crash cut short follows it.
    const left = temporaryFolder();
    for (const file of ["keys.json", "state.jsonl"]) cpSync(join(dataDir, file), join(left, file));
    appendFileSync(join(left, "state.jsonl"), '{"table":"users","id":"user_half","val');
    const second = await start({ dataDir: left });
    expect((await client(second).users.getUser(user.id)).id).toBe(user.id);
    expect(await client(second).users.getCount()).toBe(1);
  });

  test("does not keep attempts, sessions and tickets that nobody can use any more", async () => {
    const dataDir = temporaryFolder();
    const first = await start({ dataDir });
    const user = await client(first).users.createUser({ emailAddress: ["old@example.test"] });
    await client(first).sessions.createSession({ userId: user.id });
    await first.close();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31 * 24 * 3600_000 });
    try {
      const second = await start({ dataDir });
      expect((await client(second).sessions.getSessionList()).totalCount).toBe(0);
      expect(await client(second).users.getCount()).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is forgotten by a reset, which keeps the keys", async () => {
    const clerk = await start();
    await client(clerk).users.createUser({ emailAddress: ["gone@example.test"] });
    await fetch(`${clerk.url}/local/reset`, { method: "POST" });
    expect(await client(clerk).users.getCount()).toBe(0);
  });

  test("keeps its secrets from other users of the machine", async () => {
    const { dataDir } = await start();
    for (const file of ["keys.json", "state.jsonl"]) {
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
    }
  });
});

describe("the server", () => {
  test("listens on the loopback addresses only", async () => {
    const clerk = await start();
    const health = await fetch(`http://127.0.0.1:${clerk.port}/local/health`);
    expect(health.status).toBe(200);
    const others = Object.values(networkInterfaces())
      .flatMap((one) => one ?? [])
      .filter((one) => !one.internal && one.family === "IPv4");
    for (const { address } of others) {
      await expect(fetch(`http://${address}:${clerk.port}/local/health`)).rejects.toThrow();
    }
  });

  test("does not start in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    const options = { port: 0, dataDir: temporaryFolder(), appUrl: "", webhookUrl: null };
    await expect(startLocalClerk(options)).rejects.toThrow("production");
  });

  test("does not serve pages of other sites, nor other names for this machine", async () => {
    const clerk = await start();
    const foreign = await fetch(`${clerk.url}/local/mail`, {
      headers: { origin: "https://elsewhere.example" },
    });
    expect(foreign.status).toBe(400);
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
    expect(await statusFor(clerk.port, "rebound.example")).toBe(421);
    expect(await statusFor(clerk.port, `localhost:${clerk.port}`)).toBe(200);
    const own = await fetch(`${clerk.url}/v1/environment`, {
      headers: { origin: "http://localhost:3000" },
    });
    expect(own.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect(own.headers.get("access-control-allow-credentials")).toBe("true");
  });

  test("serves the browser bundles, and nothing beside them", async () => {
    const clerk = await start();
    const { NEXT_PUBLIC_CLERK_JS_URL, NEXT_PUBLIC_CLERK_UI_URL } = clerkEnvironment(
      clerk,
      "direct",
    );
    for (const url of [NEXT_PUBLIC_CLERK_JS_URL, NEXT_PUBLIC_CLERK_UI_URL]) {
      const script = await fetch(url ?? "");
      expect(script.headers.get("content-type")).toContain("javascript");
      expect((await script.text()).length).toBeGreaterThan(50_000);
    }
    const outside = await fetch(`${clerk.url}/npm/@clerk/ui@1/dist/..%2f..%2fpackage.json`);
    expect(outside.status).toBe(404);
  });

  test("names no port in a public variable when the application proxies", async () => {
    const clerk = await start();
    const environment = Object.entries(clerkEnvironment(clerk, "proxy"));
    const open = environment.filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
    expect(open.length).toBeGreaterThan(5);
    expect(open.filter(([, value]) => value.includes(String(clerk.port)))).toEqual([]);
  });
});
