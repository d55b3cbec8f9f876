import { readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { createClerkClient } from "@clerk/backend";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { accounts, seedPassword } from "../../local/seed/accounts.ts";
import { posts } from "../../local/seed/posts.ts";
import { work } from "../../local/seed/work.ts";
import { choosePorts, isFree, type Ports } from "../../local/stack/ports.ts";
import { resetData } from "../../local/stack/reset.ts";
import { runDev, startDev, type Dev, type Ended } from "../support/dev.ts";
import { resign } from "../support/e2e.tokens.ts";
import { listProcesses } from "../support/processes.ts";
import { applicationParts, copyProject } from "../support/project.ts";

/** A copy, because two of Next's development servers cannot share a folder. */
let folder: string;
let dataDir: string;
let variables: Record<string, string>;
let preferred: Ports;
let dev: Dev;
const cleanUp: (() => unknown)[] = [];
/** Of a person in an organization, made by the first run. */
let token: string;

beforeAll(async () => {
  rmSync(join(import.meta.dirname, "../../.local/copies/dev"), { recursive: true, force: true });
  folder = copyProject("dev", [...applicationParts, "local", "prisma", "prisma.config.ts"]);
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  dataDir = join(folder, "data of its own");
  // Refuses while anything still works with the data.
  cleanUp.push(() => vi.waitFor(() => resetData(dataDir), 10_000));
  preferred = await choosePorts({ app: 3600, clerk: 4610, postgres: 54_830 });
  const busy = await occupy(preferred.app);
  cleanUp.push(() => void busy.close());
  variables = {
    LOCAL_DIR: "data of its own",
    PORT: String(preferred.app),
    CLERK_PORT: String(preferred.clerk),
    POSTGRES_PORT: String(preferred.postgres),
  };
  await start("first start");
}, 200_000);

afterAll(async () => {
  for (const step of cleanUp.reverse()) await step();
});

function occupy(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function start(which: string): Promise<void> {
  dev = await startDev(folder, variables);
  cleanUp.push(dev.kill);
  const seconds = dev.secondsToBanner.toFixed(1);
  process.stdout.write(`  npm run dev, ${which}: ${seconds} s to the banner\n`);
}

function clerkOf({ clerkUrl }: Dev) {
  const keys: unknown = JSON.parse(readFileSync(join(dataDir, "clerk", "keys.json"), "utf8"));
  const { secretKey } = z.object({ secretKey: z.string() }).parse(keys);
  return createClerkClient({
    secretKey,
    apiUrl: `${clerkUrl}/bapi`,
    telemetry: { disabled: true },
  });
}

const Answered = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });

async function call(path: string, input: unknown, init: RequestInit = {}): Promise<unknown> {
  const json = JSON.stringify({ json: input });
  const query = init.method === "POST" ? "" : `?input=${encodeURIComponent(json)}`;
  const response = await fetch(`${dev.appUrl}/api/trpc/${path}${query}`, {
    ...init,
    headers: {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(init.method === "POST" ? { body: json } : {}),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return Answered.parse(JSON.parse(text)).result.data.json;
}

const Projects = z.object({ items: z.array(z.object({ name: z.string() })) });

async function projectNames(): Promise<string[]> {
  const { items } = Projects.parse(await call("project.list", { limit: 50 }));
  return items.map(({ name }) => name).sort();
}

const seededProjects = work.acme.filter((one) => !one.archived).map(({ name }) => name);
const kept = "Kept over a restart";

/** Nothing of it is left: neither what it had started, nor what names its folder, nor a listener. */
async function expectGone({ code, seconds, tree }: Ended, ports: Ports): Promise<void> {
  expect(code).toBe(0);
  expect(seconds).toBeLessThan(10);
  // What is to be gone was there.
  const commands = tree.map(({ command }) => command).join("\n");
  expect(commands).toMatch(/next/);
  expect(commands).toMatch(/postgres/);
  const pids = new Set(tree.map(({ pid }) => pid));
  expect(listProcesses().filter(({ pid }) => pids.has(pid))).toEqual([]);
  // Next leaves a process behind to send its telemetry. It is off, so that one finds nothing to do and ends, but does start.
  await vi.waitFor(
    () => expect(listProcesses().filter(({ command }) => command.includes(folder))).toEqual([]),
    { timeout: (10 - seconds) * 1000, interval: 100 },
  );
  expect(await Promise.all(Object.values(ports).map(isFree))).toEqual([true, true, true]);
}

describe("npm run dev", () => {
  it("says where it is, who can sign in, and how to stop and start over", () => {
    const { banner } = dev;
    expect(banner).toContain(`password ${seedPassword}`);
    expect(accounts).toHaveLength(6);
    for (const { email, may } of accounts) expect(banner).toMatch(new RegExp(`${email} +${may}`));
    expect(banner).toMatch(/Start over +npm run reset/);
    expect(banner).toMatch(/Stop +Ctrl-C/);
    expect(banner).toContain("data in data of its own");
    expect(banner).not.toMatch(/error|warn|✗/i);
  });

  it("moves from a busy port to the next free one, and says so", () => {
    expect(dev.ports.app).toBeGreaterThan(preferred.app);
    expect(dev.banner).toContain(`Port ${preferred.app} is busy; ${dev.ports.app} is used instead`);
  });

  it("serves pages and is ready", async () => {
    const home = await fetch(dev.appUrl);
    expect(home.status).toBe(200);
    expect(await home.text()).toContain("Gatehouse");
    const ready = await fetch(`${dev.appUrl}/api/health/ready`);
    expect([ready.status, await ready.text()]).toEqual([200, "ready"]);
  });

  it("has heard of the people by webhooks: the seeded posts name their authors", async () => {
    const Published = z.object({
      items: z.array(
        z.object({ title: z.string(), author: z.object({ name: z.string().nullable() }) }),
      ),
    });
    const expected = posts
      .filter((post) => post.published)
      .map(({ title, author }) => {
        const person = accounts.find(({ email }) => email === author);
        return { title, author: { name: `${person?.firstName} ${person?.lastName}` } };
      });
    await vi.waitFor(
      async () => {
        const { items } = Published.parse(await call("post.published", {}));
        expect(items).toEqual(expected.reverse());
      },
      { timeout: 20_000, interval: 300 },
    );
  });

  it("takes the token of a seeded person", async () => {
    const clerk = clerkOf(dev);
    const [alice] = (await clerk.users.getUserList({ emailAddress: ["alice@acme.test"] })).data;
    const { id } = await clerk.organizations.getOrganization({ slug: "acme" });
    const session = await clerk.sessions.createSession({
      userId: alice?.id ?? "",
      // Of the Backend API, though the SDK's types leave it out; spread, so that they do not object.
      ...{ activeOrganizationId: id },
    });
    const { jwt } = await clerk.sessions.getToken(session.id, undefined, 900);
    // As a page of the application gets it: the Backend API's own names no origin.
    token = await resign(jwt, { azp: dev.appUrl }, join(dataDir, "clerk", "keys.json"));
    expect(await projectNames()).toEqual([...seededProjects].sort());
    await call("project.create", { name: kept }, { method: "POST" });
  });

  it("tells a second one in the same folder where the first is", async () => {
    const second = runDev(folder, variables);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`already running here: ${dev.appUrl} (process ${dev.pid})`);
    expect((await fetch(`${dev.appUrl}/api/health/live`)).status).toBe(200);
  });

  it("ends by Ctrl-C within ten seconds, with all that it started", async () => {
    await expectGone(await dev.stop("SIGINT"), dev.ports);
    expect(dev.output()).toContain("Ctrl-C: stopping");
    expect(dev.output()).toContain("Stopped. Data are kept");
    // It leaves in order: no part complains that another has gone.
    expect(dev.output()).not.toMatch(/error|✗/i);
  });

  it("starts again soon, with the same keys and data", async () => {
    const before = dev.ports;
    await start("second start");
    expect(dev.secondsToBanner).toBeLessThan(30);
    expect(dev.ports).toEqual(before);
    expect(await projectNames()).toEqual([...seededProjects, kept].sort());
  });

  it("ends when it is asked to, too", async () => {
    await expectGone(await dev.stop("SIGTERM"), dev.ports);
  });
});
