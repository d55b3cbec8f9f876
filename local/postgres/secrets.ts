import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

export interface Secrets {
  superuser: string;
  owner: string;
}

function secretsFile(dataDir: string): string {
  return `${dataDir}.secrets.json`;
}

/** Passwords are made once a machine and lie beside the data folder, which initdb wants empty. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const file = secretsFile(dataDir);
  const found = await read(file);
  if (found !== undefined) return found;
  await mkdir(path.dirname(file), { recursive: true });
  const made: Secrets = {
    superuser: randomBytes(24).toString("base64url"),
    owner: randomBytes(24).toString("base64url"),
  };
  // Written whole and then linked: of two processes that start at once, one file wins.
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, JSON.stringify(made, null, 2), { mode: 0o600 });
  try {
    await link(draft, file);
    return made;
  } catch (error) {
    const winner = await read(file);
    if (winner === undefined) throw error;
    return winner;
  } finally {
    await rm(draft, { force: true });
  }
}

async function read(file: string): Promise<Secrets | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined; // fs rejects with these
    throw error;
  }
  const value: unknown = JSON.parse(text);
  if (
    typeof value === "object" &&
    value !== null &&
    "superuser" in value &&
    "owner" in value &&
    typeof value.superuser === "string" &&
    typeof value.owner === "string"
  ) {
    return { superuser: value.superuser, owner: value.owner };
  }
  throw new Error(`${file} does not hold the two passwords. Run npm run reset to start afresh.`);
}
