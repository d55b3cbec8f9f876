import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chown,
  readFile,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
  mkdir,
} from "node:fs/promises";
import path from "node:path";
import { commandFor, give } from "./account.ts";
import { executable } from "./binaries.ts";
import type { Place } from "./place.ts";

/** Our settings, included by the server's own file. */
const SETTINGS = "gatehouse.conf";

/** Makes a new cluster unless there is one. The data folder appears whole or not at all. */
export async function ensureCluster(place: Place, password: string): Promise<boolean> {
  const version = await readFile(path.join(place.data, "PG_VERSION"), "utf8").catch(
    () => undefined,
  );
  if (version !== undefined) {
    await checkVersion(place, version.trim());
    return false;
  }
  if ((await readdir(place.data)).length > 0) {
    throw new Error(`${place.data} is neither empty nor a database. Move it away and try again.`);
  }
  const draft = `${place.data}.${randomBytes(6).toString("hex")}`;
  const passwordFile = `${draft}.password`;
  await mkdir(draft, { mode: 0o700 });
  try {
    await give(draft, place.account);
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (place.account.kind === "account") {
      await chown(passwordFile, place.account.uid, place.account.gid);
    }
    await runInitdb(place, draft, passwordFile);
    const configuration = path.join(draft, "postgresql.conf");
    await writeFile(configuration, `\ninclude_if_exists = '${SETTINGS}'\n`, { flag: "a" });
    try {
      await rmdir(place.data);
      await rename(draft, place.data);
    } catch (error) {
      // Somebody who started at the same moment was faster; the passwords are the same.
      if (!(await holdsCluster(place))) throw error;
      return false;
    }
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
  return true;
}

function holdsCluster(place: Place): Promise<boolean> {
  return stat(path.join(place.data, "PG_VERSION")).then(
    () => true,
    () => false,
  );
}

async function runInitdb(place: Place, data: string, passwordFile: string): Promise<void> {
  const command = commandFor(place.account, executable(place.binaries, "initdb"), [
    `--pgdata=${data}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // One sort order on every machine, whatever locales it has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    // Nothing is lost if the machine stops here: the draft is thrown away and made again.
    "--no-sync",
    "--no-instructions",
  ]);
  const child = spawn(command.file, command.args, {
    ...command.options,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  }
  const [code] = (await once(child, "close")) as [number | null]; // what "close" is emitted with
  if (code !== 0) throw new Error(`initdb failed (exit code ${String(code)}):\n${said.trim()}`);
}

async function checkVersion(place: Place, version: string): Promise<void> {
  const catalogue = path.join(place.binaries, "share", "postgresql", "postgres.bki");
  const elsewhere = path.join(place.binaries, "share", "postgres.bki");
  const file = await stat(catalogue).then(
    () => catalogue,
    () => elsewhere,
  );
  const first = (await readFile(file, "utf8").catch(() => "")).slice(0, 40);
  const major = /PostgreSQL (\d+)/.exec(first)?.[1];
  if (major !== undefined && major !== version) {
    throw new Error(
      `The data in ${place.data} was written by PostgreSQL ${version}, and this is ${major}. ` +
        `Run npm run reset to start afresh.`,
    );
  }
}

export async function writeSettings(
  place: Place,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const all: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    timezone: "UTC",
    log_timezone: "UTC",
    max_connections: "100",
    ...settings,
  };
  const lines = Object.entries(all).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`,
  );
  const file = path.join(place.data, SETTINGS);
  await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  if (place.account.kind === "account") await chown(file, place.account.uid, place.account.gid);
}
