import { createReadStream, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Readable } from "node:stream";
import { notFound } from "./errors.ts";
import type { App } from "./http.ts";

const require = createRequire(import.meta.url);
const FILE = /^\/npm\/@clerk\/(clerk-js|ui)@([^/]+)\/dist\/([\w.-]+\.js)$/;

/** The browser bundles of clerk-js and its components, from the installed packages, unchanged. */
export function addBundleRoutes(app: App): void {
  app.get("/npm/*", (c) => {
    const [, name, version, file] = FILE.exec(c.req.path) ?? [];
    if (!name || !version || !file) throw notFound("No such bundle");
    const path = join(distFolder(name), file);
    if (!existsSync(path)) throw notFound("No such bundle");
    // The first script is asked for by a version range, and its chunks by the exact version; only those are lasting.
    const lasting = /^\d+\.\d+\.\d+/.test(version);
    // A file is a stream of bytes; the two declarations of a web stream differ in name only.
    const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
    return c.body(body, 200, {
      "content-type": "text/javascript; charset=utf-8",
      "content-length": String(statSync(path).size),
      "cache-control": lasting ? "public, max-age=31536000, immutable" : "no-cache",
    });
  });
}

/** The packages do not export their package.json, so the folder is looked for as Node itself would. */
function distFolder(name: string): string {
  const folders = (require.resolve.paths(`@clerk/${name}`) ?? []).map((folder) =>
    join(folder, "@clerk", name, "dist"),
  );
  const found = folders.find((folder) => existsSync(folder));
  if (!found) throw new Error(`@clerk/${name} is not installed`);
  return found;
}
