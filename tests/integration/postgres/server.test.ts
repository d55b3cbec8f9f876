import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRoot, type RootWay } from "../../../local/postgres/account.ts";
import { removePlace } from "../../../local/postgres/place.ts";
import { isAlive, readPostmaster } from "../../../local/postgres/postmaster.ts";
import {
  AlreadyRunning,
  startLocalPostgres,
  type LocalPostgres,
  type LocalPostgresOptions,
} from "../../../local/postgres/server.ts";

const PORT = 54_700;
let folder: string;
let dataDir: string;
const cleanUp: (() => Promise<unknown> | undefined)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "gatehouse-server-"));
  dataDir = path.join(folder, "postgres");
});

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  await removePlace(dataDir);
  await rm(folder, { recursive: true, force: true });
});

async function start(options?: Partial<LocalPostgresOptions>): Promise<LocalPostgres> {
  const server = await startLocalPostgres({ dataDir, port: PORT, ...options });
  cleanUp.push(() => server.stop());
  return server;
}

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

interface Way {
  name: string;
  rootWays: RootWay[];
  /** The folder above the data, which others may or may not enter. */
  mode: number;
}

const rootOnLinux = isRoot() && process.platform === "linux";
const waysOfRoot: Way[] = [
  { name: "as root, the best way there is", rootWays: ["namespace", "account"], mode: 0o755 },
  { name: "as root, where namespaces are refused", rootWays: ["account"], mode: 0o755 },
  { name: "as root, under a folder that others cannot enter", rootWays: ["account"], mode: 0o700 },
];
const ways: Way[] = rootOnLinux
  ? waysOfRoot
  : [{ name: "as an ordinary user", rootWays: [], mode: 0o700 }];

describe("startLocalPostgres", () => {
  it.each(ways)("serves, stops cleanly and keeps its data: $name", async ({ rootWays, mode }) => {
    const closed = path.join(folder, "closed");
    await mkdir(closed, { mode });
    dataDir = path.join(closed, "postgres");

    const first = await start({ rootWays });
    expect(
      await query(
        first.ownerUrl,
        `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
                pg_get_userbyid(datdba) = current_user AS owns
         FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
      ),
    ).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: true,
        rolcreatedb: true,
        owns: true,
      },
    ]);
    expect(
      await query(
        first.adminUrl,
        `SELECT rolsuper, current_setting('listen_addresses') AS listens,
                current_setting('unix_socket_directories') AS sockets, current_setting('fsync') AS fsync
         FROM pg_roles WHERE rolname = current_user`,
      ),
    ).toEqual([{ rolsuper: true, listens: "127.0.0.1", sockets: "", fsync: "on" }]);
    await query(first.ownerUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    await first.ended;
    await expect(query(first.ownerUrl, "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    // The server removes its file first and then says so.
    await expect
      .poll(() => readFile(`${dataDir}.log`, "utf8"))
      .toContain("database system is shut down");

    const second = await start({ rootWays, settings: { fsync: "off" } });
    expect(
      await query(second.ownerUrl, "SELECT answer, current_setting('fsync') AS fsync FROM kept"),
    ).toEqual([{ answer: 42, fsync: "off" }]);
    expect(await readFile(`${dataDir}.log`, "utf8")).not.toContain("not properly shut down");
    await second.stop();
    await removePlace(dataDir);
    expect(existsSync(dataDir)).toBe(false);
  });

  it("keeps its passwords to us, and lets nobody in without", async () => {
    const server = await start();
    expect((await stat(`${dataDir}.secrets.json`)).mode & 0o777).toBe(0o600);
    const url = new URL(server.adminUrl);
    url.password = "guess";
    await expect(query(url.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it("moves to the next free port", async () => {
    const busy = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      // Some connection of this machine may have the port already: then it is as busy as it shall be.
      busy.once("error", () => resolve(false));
      busy.listen(PORT, "127.0.0.1", () => resolve(true));
    });
    if (taken) cleanUp.push(() => new Promise((resolve) => busy.close(resolve)));
    const server = await start();
    expect(server.port).toBeGreaterThan(PORT);
    expect(await query(server.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("names the process that has the data already", async () => {
    await start();
    await expect(startLocalPostgres({ dataDir, port: PORT })).rejects.toThrow(
      new RegExp(`process \\(${process.pid}\\) is already running`),
    );
  });

  it("lets one of two first starts win, and tells the other", async () => {
    const results = await Promise.allSettled([start(), start()]);
    const won = results.filter((result) => result.status === "fulfilled");
    const lost = results.filter((result) => result.status === "rejected");
    expect(won).toHaveLength(1);
    expect(lost[0]?.reason).toBeInstanceOf(AlreadyRunning);
    expect(await query(won[0]?.value.ownerUrl ?? "", "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("starts although another program has the number of a server that is gone", async () => {
    await (await start()).stop();
    await writeFile(
      path.join(dataDir, "postmaster.pid"),
      `${process.pid}\n${dataDir}\n1\n${PORT}\n\n127.0.0.1\n\nready   \n`,
    );
    const server = await start();
    expect(await query(server.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("ends the server of a starter that was killed, and keeps what was committed", async () => {
    const { child, port } = await hold();
    const secrets = JSON.parse(await readFile(`${dataDir}.secrets.json`, "utf8")) as {
      owner: string; // as startLocalPostgres wrote it
    };
    await query(
      `postgresql://gatehouse_owner:${secrets.owner}@127.0.0.1:${port}/gatehouse`,
      "CREATE TABLE kept AS SELECT 42 AS answer",
    );
    const orphan = await readPostmaster(dataDir);
    child.kill("SIGKILL");
    await ended(child);
    expect(isAlive(orphan?.pid ?? 0)).toBe(true);

    const said: string[] = [];
    const server = await start({ onProgress: (text) => said.push(text) });
    expect(said.join()).toContain(`process ${orphan?.pid ?? 0}`);
    expect(await query(server.ownerUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    expect((await readPostmaster(dataDir))?.pid).not.toBe(orphan?.pid);
  });

  it("outlives the Ctrl-C that its starter gets, until it is stopped", async () => {
    const { child, output } = await hold();
    process.kill(-(child.pid ?? 0), "SIGINT");
    await ended(child);
    expect(output()).toContain("the server is still there");
    expect(await readPostmaster(dataDir)).toBeUndefined();
    // The server removes its file first and then says so.
    await expect
      .poll(() => readFile(`${dataDir}.log`, "utf8"))
      .toContain("database system is shut down");
  });
});

async function hold(): Promise<{ child: ChildProcess; port: number; output: () => string }> {
  const script = fileURLToPath(new URL("hold.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir, String(PORT)], {
    stdio: ["ignore", "pipe", "inherit"],
    // A process group of its own, as a terminal gives its foreground job.
    detached: true,
  });
  cleanUp.push(() => {
    child.kill("SIGKILL");
    return undefined;
  });
  let output = "";
  child.stdout.on("data", (text) => (output += String(text)));
  await expect.poll(() => output, { timeout: 20_000 }).toMatch(/^ready \d+/);
  return { child, port: Number(/\d+/.exec(output)?.[0]), output: () => output };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once("exit", resolve));
}
