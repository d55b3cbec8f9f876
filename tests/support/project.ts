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
import { applicationFiles } from "../../local/stack/build.ts";

export const root = join(import.meta.dirname, "..", "..");

/** What the application is built from. */
export const applicationParts = [...applicationFiles, "package.json"];

/** Copies parts of the project, as far as they are there, to a folder below it; the packages are shared. Returns the folder. */
export function copyProject(name: string, parts: readonly string[]): string {
  const folder = join(root, ".local", "copies", name);
  for (const part of [...applicationParts, ...parts, "node_modules"]) {
    rmSync(join(folder, part), { recursive: true, force: true });
  }
  mkdirSync(folder, { recursive: true });
  for (const part of parts) {
    // A fresh clone has no folder that is empty.
    if (!existsSync(join(root, part))) continue;
    cpSync(join(root, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  allowParentFolder(folder);
  return folder;
}

/** The bundler follows no link out of its root, so the root is the project's: the copy and the packages are both below it. */
function allowParentFolder(folder: string): void {
  const path = join(folder, "next.config.ts");
  const config = readFileSync(path, "utf8");
  const above = relative(folder, root).replaceAll("\\", "/");
  const changed = config.replace(
    "root: import.meta.dirname",
    `root: new URL(${JSON.stringify(`${above}/`)}, import.meta.url).pathname`,
  );
  if (changed === config)
    throw new Error("next.config.ts no longer says where the bundler's root is.");
  writeFileSync(path, changed);
}
