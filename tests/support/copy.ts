import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { choosePorts } from "../../local/stack/ports.ts";
import { startNext, type RunningNext } from "../../local/stack/next.ts";
import { served } from "./e2e.ts";

export interface Copy {
  readonly url: string;
  readonly next: RunningNext;
}

/** What a build has beside what it serves: caches, and what the development server made. */
const unserved = new Set(["cache", "dev", "diagnostics", "trace", "trace-build", "types"]);

/**
 * Serves a copy of the very build that is tested, with the middleware taken out of it, on the same stand-ins: the same
 * database, the same people, the same keys.
 */
export async function serveWithoutMiddleware(): Promise<Copy> {
  const folder = copyBuild("without-middleware");
  removeMiddleware(join(folder, ".next", "server"));
  const { app: port } = await choosePorts({ app: 3400, clerk: 4410, postgres: 54_630 });
  const env = {
    ...served.env,
    PORT: String(port),
    APP_URL: `${served.appUrl},http://localhost:${port}`,
    LOG_LEVEL: "warn",
  };
  const next = await startNext({ command: "start", root: folder, port, env });
  return { url: `http://localhost:${port}`, next };
}

/** The build and what `next start` reads beside it, in a folder below the project; the packages are shared. */
function copyBuild(name: string): string {
  const folder = join(served.root, ".local", "copies", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, ".next"), { recursive: true });
  // The configuration reads the policies of the public pages.
  for (const part of ["next.config.ts", "package.json", "tsconfig.json", "public", "src"]) {
    const from = join(served.root, part);
    if (existsSync(from)) cpSync(from, join(folder, part), { recursive: true });
  }
  cpSync(join(served.root, ".next"), join(folder, ".next"), {
    recursive: true,
    // They are relative, and hold in the copy.
    verbatimSymlinks: true,
    filter: (from) => !unserved.has(from.slice(join(served.root, ".next").length + 1)),
  });
  symlinkSync(join(served.root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

const functionsManifest = "functions-config-manifest.json";
const Functions = z.looseObject({ functions: z.record(z.string(), z.unknown()) });
const EdgeManifest = z.looseObject({ middleware: z.strictObject({}) });

/** Middleware that runs on Node is one of the build's functions, and a file. @throws when it is not where it was */
function removeMiddleware(server: string): void {
  const path = join(server, functionsManifest);
  const { functions, ...rest } = Functions.parse(JSON.parse(readFileSync(path, "utf8")));
  const { "/_middleware": removed, ...others } = functions;
  if (!removed) throw new Error("The build no longer keeps its middleware among its functions.");
  writeFileSync(path, JSON.stringify({ ...rest, functions: others }));
  EdgeManifest.parse(JSON.parse(readFileSync(join(server, "middleware-manifest.json"), "utf8")));
  rmSync(join(server, "middleware.js"));
}
