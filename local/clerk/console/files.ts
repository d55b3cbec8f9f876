import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { App } from "../http.ts";

const own = join(import.meta.dirname, "files");
const fonts = join(dirname(createRequire(import.meta.url).resolve("geist/font/sans")), "fonts");

/** All that a page of the console loads, by name. */
const files: Record<string, { path: string; type: string }> = {
  "console.css": { path: join(own, "console.css"), type: "text/css; charset=utf-8" },
  "console.js": { path: join(own, "console.js"), type: "text/javascript; charset=utf-8" },
  "icon.svg": { path: join(own, "icon.svg"), type: "image/svg+xml" },
  "sans.woff2": { path: join(fonts, "geist-sans/Geist-Variable.woff2"), type: "font/woff2" },
  "mono.woff2": { path: join(fonts, "geist-mono/GeistMono-Variable.woff2"), type: "font/woff2" },
};

export function addFiles(app: App): void {
  for (const [name, { path, type }] of Object.entries(files)) {
    app.get(`/console/files/${name}`, (c) =>
      c.body(new Uint8Array(readFileSync(path)), 200, {
        "content-type": type,
        "cache-control": "no-cache",
      }),
    );
  }
}
