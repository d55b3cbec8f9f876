import { randomBytes } from "node:crypto";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import {
  canRun,
  give,
  isRoot,
  unprivilegedAccount,
  type Account,
  type RootWay,
} from "./account.ts";
import type { Binaries } from "./binaries.ts";

/** Where the binaries and the data are, and who runs the one on the other. */
export interface Place {
  account: Account;
  binaries: string;
  /** PGDATA. */
  data: string;
}

const SHARED = "/var/tmp";
const PREFIX = "gatehouse-postgres-";
/** In a data folder that only points elsewhere. */
const POINTER = "moved-to";
/** In the place that it points to: whose it is. */
const CHECKOUT = "moved-from";

export async function choosePlace(
  binaries: Binaries,
  dataDir: string,
  rootWays: readonly RootWay[],
): Promise<Place> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (!isRoot()) {
    if ((await readPointer(dataDir)) !== undefined) {
      throw new Error(
        `${dataDir} was made by root. Go on as root, or delete it as root to start afresh.`,
      );
    }
    return { account: { kind: "self" }, binaries: binaries.root, data: dataDir };
  }

  const pointer = await readPointer(dataDir);
  for (const way of pointer === undefined ? rootWays : []) {
    const account = unprivilegedAccount(way);
    await give(dataDir, account);
    if (canRun(account, binaries.root, dataDir)) {
      return { account, binaries: binaries.root, data: dataDir };
    }
  }
  return moveAside(binaries, dataDir, pointer);
}

/**
 * Under a folder that only root may enter nobody else can run anything, so binaries and data go where
 * everybody may pass. The data folder keeps a pointer; without it the place is taken for thrown away.
 */
async function moveAside(
  binaries: Binaries,
  dataDir: string,
  pointer: string | undefined,
): Promise<Place> {
  const account = unprivilegedAccount("account");
  let place = pointer;
  if (place === undefined) {
    if ((await readdir(dataDir)).length > 0) {
      throw new Error(
        `${dataDir} holds a database, but PostgreSQL cannot run there any more as an unprivileged account. ` +
          `Run npm run reset to start afresh, or give other accounts the right to pass through the folders above it.`,
      );
    }
    await removeAbandoned(dataDir);
    place = await mkdtemp(path.join(SHARED, PREFIX));
    await chmod(place, 0o755);
    await writeFile(path.join(place, CHECKOUT), dataDir);
    await mkdir(path.join(place, "data"), { mode: 0o700 });
    await writeFile(path.join(dataDir, POINTER), place);
  }
  const copy = path.join(place, `binaries-${binaries.version}`);
  if (!(await exists(copy))) {
    // Copied under another name first, so that an interrupted copy is not taken for a whole one.
    const draft = `${copy}.${randomBytes(6).toString("hex")}`;
    await cp(binaries.root, draft, { recursive: true, verbatimSymlinks: true });
    await rename(draft, copy);
  }
  const data = path.join(place, "data");
  await give(data, account);
  if (!canRun(account, copy, data)) {
    throw new Error(`PostgreSQL cannot run as an unprivileged account even under ${place}.`);
  }
  return { account, binaries: copy, data };
}

async function readPointer(dataDir: string): Promise<string | undefined> {
  const file = path.join(dataDir, POINTER);
  if (!(await exists(file))) return undefined;
  const place = (await readFile(file, "utf8")).trim();
  if (await exists(path.join(place, "data"))) return place;
  throw new Error(
    `The database of ${dataDir} was kept in ${place}, which is gone. Run npm run reset to start afresh.`,
  );
}

/** Deletes the places that a deleted data folder of this name left behind. */
async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(SHARED)) {
    const place = path.join(SHARED, name);
    if (!name.startsWith(PREFIX) || (await stat(place)).uid !== 0) continue;
    const from = await readFile(path.join(place, CHECKOUT), "utf8").catch(() => "");
    if (from === dataDir) await rm(place, { recursive: true, force: true });
  }
}

/** Throws the local database away, wherever it is. The server must not be running. */
export async function removePlace(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  if (isRoot() && process.platform === "linux") await removeAbandoned(dataDir);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
