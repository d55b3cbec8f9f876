import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { MigrationList, SchemasContainer } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { CommandError } from "./failure.ts";

export interface Project {
  schemaFile: string;
  migrationsDir: string;
}

const prismaFolder = fileURLToPath(new URL("..", import.meta.url));

export const thisProject: Project = {
  schemaFile: path.join(prismaFolder, "schema.prisma"),
  migrationsDir: path.join(prismaFolder, "migrations"),
};

/** Of `_prisma_migrations`; prisma.config.ts says the same to the ordinary CLI. */
export const migrationsSchema = "migrations";

/** Roles, policies and functions are none of the engine's business, and no table is left out. */
export const filters = { externalTables: [], externalEnums: [] };

const LOCKFILE = "migration_lock.toml";

export async function readSchema(project: Project): Promise<SchemasContainer> {
  const content = await readFile(project.schemaFile, "utf8");
  return { files: [{ path: project.schemaFile, content }] };
}

export async function readMigrations(project: Project): Promise<MigrationList> {
  const lockfile = await readFile(path.join(project.migrationsDir, LOCKFILE), "utf8").catch(() => {
    throw new CommandError(
      `${path.join(project.migrationsDir, LOCKFILE)} is missing. Restore it from version control: it holds provider = "postgresql".`,
    );
  });
  const entries = await readdir(project.migrationsDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => {
      const file = path.join(project.migrationsDir, name, "migration.sql");
      const value = await readFile(file, "utf8").catch(() => {
        throw new CommandError(
          `${path.dirname(file)} holds no migration.sql. Delete the folder or restore the file.`,
        );
      });
      return {
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } },
      };
    }),
  );
  return {
    baseDir: project.migrationsDir,
    lockfile: { path: LOCKFILE, content: lockfile },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}
