import { rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/**
 * `npm run why`: bundles the command and runs the bundle. Loading its many files one by one, through tsx, takes twice as long
 * as everything else that it does. Source maps keep the lines that it reports those of the sources.
 */
const root = path.join(import.meta.dirname, "..", "..");
process.chdir(root);
// Below node_modules, so that the packages are found from there; of its own name, since two may run at once.
const outfile = path.join(root, "node_modules", ".cache", "gatehouse", `why-${process.pid}.mjs`);
process.setSourceMapsEnabled(true);
process.once("exit", () => rmSync(outfile, { force: true }));
await build({
  entryPoints: [path.join(import.meta.dirname, "main.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  alias: { "@": root },
  sourcemap: "inline",
  logLevel: "error",
});
await import(pathToFileURL(outfile).href);
