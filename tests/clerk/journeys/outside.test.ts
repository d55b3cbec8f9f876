import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { expect, inject, test } from "vitest";
import { treeOf } from "../../support/processes.ts";
import { cleanUp } from "../clean-up.ts";
import { asRecord, temporaryFolder, until } from "../start.ts";
import { componentsPage } from "./components-page.ts";

const watcher = new URL("../../support/watch-connections.mjs", import.meta.url).href;
const bin = join(import.meta.dirname, "../../../local/clerk/bin.mjs");
const app = join(import.meta.dirname, "outside.app.mjs");

/** A server under the watcher, in a process of its own. */
function serve(script: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["--import", watcher, script, ...args], {
    cwd: temporaryFolder(),
    env: { ...process.env, ...env },
  });
  cleanUp(() => child.kill("SIGKILL"));
  const printed = { out: "", err: "" };
  child.stdout.on("data", (text) => (printed.out += String(text)));
  child.stderr.on("data", (text) => (printed.err += String(text)));
  const exited = new Promise((resolve) => child.once("close", resolve));
  const connections = () => {
    const [, inside, outside] = /CONNECTIONS inside (\d+), outside (\d+)/.exec(printed.err) ?? [];
    return { inside: Number(inside), outside: Number(outside) };
  };
  return { child, printed, exited, connections };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("not a TCP server");
  return address.port;
}

/** Where the sockets lead that this process and all that it started have open, beyond this machine; Linux tells. */
function socketsOutside(): string[] {
  if (process.platform !== "linux") return [];
  const own = new Set(treeOf(process.pid).flatMap(({ pid }) => socketsOf(pid)));
  return ["tcp", "tcp6", "udp", "udp6"].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => own.has(fields[9] ?? ""))
      .map((fields) => (fields[2] ?? "").split(":")[0] ?? "")
      .filter((remote) => !/^(0+|.{6}7F|0{24}01000000|0{16}FFFF0000.{6}7F)$/.test(remote)),
  );
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return []; // Closed meanwhile.
      }
    });
  } catch {
    return []; // Ended meanwhile.
  }
}

test("the watcher tells of whoever would leave, and counts", async () => {
  const script =
    "try { await fetch('http://192.0.2.1:8123/', { signal: AbortSignal.timeout(200) }) } catch {};" +
    "try { await fetch('http://no-such-host.example/') } catch {};" +
    "try { await fetch('http://127.0.0.1:8123/') } catch {}";
  const child = serve("--input-type=module", ["-e", script]);
  await child.exited;
  expect(child.printed.err).toContain("OUTSIDE 192.0.2.1:8123\n");
  expect(child.printed.err).toContain("OUTSIDE no-such-host.example:80\n");
  expect(child.connections().outside).toBe(2);
});

test("from signing up to an organization nothing leaves this machine", async () => {
  const appPort = await freePort();
  const appUrl = `http://localhost:${appPort}`;
  const clerk = serve(bin, ["--port", "0", "--app", appUrl, "--format", "json"]);
  await until(
    "the local Clerk",
    () => clerk.printed.out.includes("NEXT_PUBLIC_CLERK_UI_URL"),
    40_000,
  );
  const variables = Object.fromEntries(
    Object.entries(asRecord(JSON.parse(clerk.printed.out))).map(([name, value]) => [
      name,
      String(value),
    ]),
  );
  const url = variables.NEXT_PUBLIC_CLERK_PROXY_URL ?? "";
  const publishableKey = variables.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY ?? "";
  const server = serve(app, [], {
    ...variables,
    PUBLISHABLE_KEY: publishableKey,
    PAGE: componentsPage({ url, publishableKey }),
    PORT: String(appPort),
  });
  await until("the application", () => server.printed.out.includes("ready"), 20_000);

  const { executablePath, args, env } = inject("clerkBrowser");
  const browser = await chromium.launch({
    executablePath,
    // Names of other machines lead nowhere.
    args: [...args, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"],
    ...(env ? { env: { ...process.env, ...env } } : {}),
  });
  const sockets = new Set<string>();
  const sampling = setInterval(() => socketsOutside().forEach((one) => sockets.add(one)), 100);
  const requested: string[] = [];
  try {
    const context = await browser.newContext({ baseURL: appUrl, locale: "en-GB" });
    context.setDefaultTimeout(20_000);
    context.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^(https?|wss?):$/.test(protocol)) requested.push(hostname);
    });
    const page = await context.newPage();
    await page.goto("/sign-up");
    await page.getByLabel("Email address").fill("nora+clerk_test@example.test");
    await page.getByLabel("Password", { exact: true }).fill("a password for tests");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByLabel(/verification code/i).pressSequentially("424242");
    await page.getByText("Signed in as nora+clerk_test@example.test").waitFor();
    await page.goto("/create-organization");
    await page.getByLabel("Name", { exact: true }).fill("Moon Base");
    await page.getByLabel("Slug").fill("moon");
    await page.getByRole("button", { name: "Create organization" }).click();
    await expect
      .poll(() => page.locator("body").getAttribute("data-organization"))
      .toMatch(/^org_/);
    await page.goto("/");
    await page.getByText("Signed in as").waitFor();

    const who = async () =>
      asRecord(JSON.parse(await page.evaluate(async () => (await fetch("/who")).text())));
    const answer = await who();
    expect([answer.email, answer.organization]).toEqual(["nora+clerk_test@example.test", "moon"]);
    let events: unknown;
    await expect
      .poll(async () => ((events = (await who()).events), JSON.stringify(events)), {
        timeout: 10_000,
      })
      .toMatch(/user\.created.*organization\.created/);
  } finally {
    clearInterval(sampling);
    await browser.close();
  }
  for (const { child, exited } of [server, clerk]) {
    child.kill("SIGTERM");
    await exited;
  }

  const told = (name: string, { inside, outside }: { inside: number; outside: number }) =>
    `${name} ${inside} connections to this machine, ${outside} beyond`;
  process.stdout.write(
    `  browser ${requested.length} requests; ${told("application", server.connections())}; ${told("local Clerk", clerk.connections())}\n`,
  );
  expect([...sockets]).toEqual([]);
  expect([...new Set(requested)]).toEqual(["localhost"]);
  expect(requested.length).toBeGreaterThan(20);
  expect(clerk.printed.err + server.printed.err).not.toContain("OUTSIDE");
  // The webhooks of the one, the keys and people that the other asks for.
  expect(clerk.connections().inside).toBeGreaterThan(0);
  expect(clerk.connections().outside).toBe(0);
});
