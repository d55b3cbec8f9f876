import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { ensureBuild } from "../../local/stack/build.ts";
import { choosePorts } from "../../local/stack/ports.ts";
import { startNext, type RunningNext } from "../../local/stack/next.ts";
import { served } from "./e2e.ts";

/** What the application is made of. */
const parts = [
  "app",
  "src",
  "public",
  "middleware.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

export interface Copy {
  readonly url: string;
  readonly next: RunningNext;
}

/**
 * Builds and serves a copy of the application without some of its files, on the same stand-ins: the same database, the same
 * people, the same keys.
 */
export async function serveCopy(name: string, without: readonly string[]): Promise<Copy> {
  const folder = join(served.root, ".local", "copies", name);
  for (const part of [...parts, "node_modules"]) {
    rmSync(join(folder, part), { recursive: true, force: true });
  }
  mkdirSync(folder, { recursive: true });
  const present = parts.filter((part) => existsSync(join(served.root, part)));
  for (const part of present.filter((each) => !without.includes(each))) {
    cpSync(join(served.root, part), join(folder, part), {
      recursive: true,
      preserveTimestamps: true,
    });
  }
  symlinkSync(join(served.root, "node_modules"), join(folder, "node_modules"), "junction");
  allowParentFolder(folder);

  const { app: port } = await choosePorts({ app: 3400, clerk: 4410, postgres: 54_630 });
  const env = {
    ...served.env,
    PORT: String(port),
    APP_URL: `${served.appUrl},http://localhost:${port}`,
    LOG_LEVEL: "warn",
  };
  await ensureBuild({ root: folder, env });
  const next = await startNext({ command: "start", root: folder, port, env });
  return { url: `http://localhost:${port}`, next };
}

/** The bundler follows no link out of its root, so the root is the project's: the copy and the packages are both below it. */
function allowParentFolder(folder: string): void {
  const path = join(folder, "next.config.ts");
  const config = readFileSync(path, "utf8");
  const root = `root: new URL(${JSON.stringify(`${relative(folder, served.root)}/`)}, import.meta.url).pathname`;
  const changed = config.replace("root: import.meta.dirname", root.replaceAll("\\\\", "/"));
  if (changed === config)
    throw new Error("next.config.ts no longer says where the bundler's root is.");
  writeFileSync(path, changed);
}
