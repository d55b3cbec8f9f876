// Generates the Prisma client without downloading anything; npm runs it after an install.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readColumns, writeColumns } from "./columns.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

let manifest;
try {
  manifest = createRequire(import.meta.url).resolve("prisma/package.json");
} catch {
  // A production install without development packages; the client is generated where the build runs.
  console.log("prisma: not installed, the client is not generated");
  process.exit(0);
}

const schema = path.join(root, "prisma", "schema.prisma");
if (!existsSync(schema)) {
  // A build image that copies package.json first, for the sake of its cache.
  console.log("prisma: no schema yet, the client is not generated");
  process.exit(0);
}

const result = spawnSync(
  process.execPath,
  [path.join(path.dirname(manifest), "build", "index.js"), "generate", "--no-hints"],
  {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      // Prisma wants to download an engine before any command. Generating does not run it, so any file that
      // exists will do. Never set this for `prisma migrate`: it would do nothing, and say so to nobody.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  },
);

if (result.status !== 0) {
  process.stdout.write(result.stdout ?? "");
  process.stderr.write(result.stderr ?? "");
  console.error(
    `prisma: the client could not be generated${result.error ? `: ${result.error.message}` : ""}`,
  );
  process.exit(1);
}

try {
  const columns = writeColumns(readColumns(readFileSync(schema, "utf8")));
  writeFileSync(path.join(root, "src", "server", "db", "generated", "columns.ts"), columns);
} catch (error) {
  console.error(`prisma: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
console.log("prisma: client generated");
