import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PartFailure, Stopped } from "./failure.ts";
import { startTree } from "./tree.ts";

export interface BuildOptions {
  readonly root: string;
  /** The stack's environment: public variables are inlined. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** The application's own files, as the project keeps them. */
export const applicationFiles = [
  "app",
  "src",
  "public",
  "middleware.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "tsconfig.build.json",
  "package-lock.json",
];

/** What a build is made from. Anything else can change without a new one. */
const sources = [
  ...applicationFiles,
  ".env",
  ".env.local",
  ".env.production",
  ".env.production.local",
];

const Stamp = z.object({ buildId: z.string(), fingerprint: z.string() });

/** Builds the application unless the build that is there was made from the same. @throws PartFailure, Stopped */
export async function ensureBuild(options: BuildOptions): Promise<"built" | "fresh"> {
  const { root, env, signal } = options;
  const distDir = join(root, ".next");
  const fingerprint = fingerprintOf(root, env);
  if (isFresh(distDir, fingerprint)) return "fresh";

  const tree = startTree({
    args: [join(root, "node_modules", "next", "dist", "bin", "next"), "build"],
    cwd: root,
    env: { ...process.env, ...env },
    onLine: options.onLine,
  });
  const stop = (): void => tree.kill();
  signal?.addEventListener("abort", stop, { once: true });
  const { code } = await tree.exited;
  signal?.removeEventListener("abort", stop);
  if (signal?.aborted) throw new Stopped();
  if (code !== 0) {
    const advice = "Mend what the lines above name; `npm run check` finds most of it sooner.";
    throw new PartFailure("build", "the application does not build", advice, tree.lastLines());
  }
  const buildId = readFileSync(join(distDir, "BUILD_ID"), "utf8");
  writeFileSync(stampPath(distDir), JSON.stringify({ buildId, fingerprint }));
  return "built";
}

function stampPath(distDir: string): string {
  return join(distDir, "made-from.json");
}

function isFresh(distDir: string, fingerprint: string): boolean {
  try {
    const stamp = Stamp.parse(JSON.parse(readFileSync(stampPath(distDir), "utf8")));
    const buildId = readFileSync(join(distDir, "BUILD_ID"), "utf8");
    return stamp.buildId === buildId && stamp.fingerprint === fingerprint;
  } catch {
    return false; // Not built yet, or not by us.
  }
}

/** Over the sources' sizes and times, and the variables that a build inlines. */
function fingerprintOf(root: string, env: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(process.version);
  for (const name of Object.keys(env).sort()) {
    if (name.startsWith("NEXT_PUBLIC_")) hash.update(`${name}=${env[name] ?? ""}\n`);
  }
  for (const source of sources) addFile(hash, join(root, source), source);
  return hash.digest("hex");
}

function addFile(hash: ReturnType<typeof createHash>, path: string, name: string): void {
  if (!existsSync(path)) return;
  const stats = statSync(path);
  if (stats.isDirectory()) {
    for (const entry of readdirSync(path).sort()) {
      addFile(hash, join(path, entry), `${name}/${entry}`);
    }
  } else {
    hash.update(`${name} ${stats.size} ${stats.mtimeMs}\n`);
  }
}
