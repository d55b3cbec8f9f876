import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chown, lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { executable } from "./binaries.ts";

/**
 * PostgreSQL refuses to run as root. Who it runs as instead:
 * - self: whoever we are, when that is an ordinary user (macOS and Windows included);
 * - namespace: still root outside, an ordinary user inside a user namespace; nothing changes owner;
 * - account: an unprivileged account of this machine, which then owns the data.
 */
export type Account =
  | { kind: "self" }
  | { kind: "namespace"; uid: number; gid: number }
  | { kind: "account"; uid: number; gid: number };

export type RootWay = "namespace" | "account";

interface Command {
  file: string;
  args: string[];
  options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number; windowsHide: true };
}

/** How to start a program of PostgreSQL as that account. */
export function commandFor(account: Account, file: string, args: string[]): Command {
  // The root folder is readable by every account, which the current folder need not be.
  const options = {
    cwd: path.parse(process.execPath).root,
    env: environment(),
    windowsHide: true,
  } as const;
  switch (account.kind) {
    case "self":
      return { file, args, options };
    case "namespace":
      return {
        file: "unshare",
        args: ["-U", `--map-user=${account.uid}`, `--map-group=${account.gid}`, file, ...args],
        options,
      };
    case "account":
      return { file, args, options: { ...options, uid: account.uid, gid: account.gid } };
  }
}

/** Without the PG… variables of whoever started us, which would redirect the server's programs. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), NODE_ENV: process.env.NODE_ENV, LC_ALL: "C" };
}

export function isRoot(): boolean {
  return process.platform !== "win32" && process.getuid?.() === 0;
}

/** Whether that account can run the binaries and write into the folder, tried rather than guessed. */
export function canRun(account: Account, binaries: string, folder: string): boolean {
  const succeeds = (file: string, args: string[]) => {
    const command = commandFor(account, file, args);
    return (
      spawnSync(command.file, command.args, { ...command.options, stdio: "ignore" }).status === 0
    );
  };
  return (
    succeeds(executable(binaries, "postgres"), ["--version"]) && succeeds("test", ["-w", folder])
  );
}

/**
 * initdb looks its user up, so the id must be in the list of accounts. 65534 is what a namespace
 * shows for everybody it does not know, and a folder of a stranger would look like ours.
 */
export function unprivilegedAccount(way: RootWay): Account {
  const accounts = listAccounts();
  const named = (name: string) => accounts.find((entry) => entry.name === name);
  const chosen =
    way === "namespace"
      ? (named("daemon") ?? accounts.find((entry) => entry.uid !== 65_534) ?? named("nobody"))
      : (named("postgres") ?? named("nobody") ?? accounts[0]);
  if (chosen === undefined) {
    throw new Error(
      "PostgreSQL cannot run as root, and this machine has no other account. Add one (useradd postgres), or set DATABASE_URL to a server of your own.",
    );
  }
  return { kind: way, uid: chosen.uid, gid: chosen.gid };
}

function listAccounts(): { name: string; uid: number; gid: number }[] {
  if (!existsSync("/etc/passwd")) return [];
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter((entry) => Number.isInteger(entry.uid) && entry.uid > 0 && entry.gid > 0);
}

/** Gives a folder to whom the server runs as; both root and a namespaced root are root outside. */
export async function give(folder: string, account: Account): Promise<void> {
  if (!isRoot()) return;
  const [uid, gid] = account.kind === "account" ? [account.uid, account.gid] : [0, 0];
  const top = await lstat(folder);
  if (top.uid === uid && top.gid === gid) return;
  // The top goes last: it is what tells the next start that the rest has been done.
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(path.join(entry.parentPath, entry.name), uid, gid);
  }
  await chown(folder, uid, gid);
}
