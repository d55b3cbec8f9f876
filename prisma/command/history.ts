import type { Engine } from "./engine.ts";
import { filters, readMigrations, type Project } from "./project.ts";

export interface History {
  /** In the folder and in the database. */
  applied: string[];
  /** In the folder, not in the database. */
  pending: string[];
  /** In the database, not in the folder. */
  missing: string[];
  /** Changed in the folder since they were applied. */
  edited: string[];
  /** Begun in the database and not ended. */
  failed: string[];
}

export async function readHistory(engine: Engine, project: Project): Promise<History> {
  const migrationsList = await readMigrations(project);
  const found = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters,
  });
  const pending: string[] = [];
  const missing: string[] = [];
  switch (found.history?.diagnostic) {
    case "databaseIsBehind":
      pending.push(...found.history.unappliedMigrationNames);
      break;
    case "migrationsDirectoryIsBehind":
      missing.push(...found.history.unpersistedMigrationNames);
      break;
    case "historiesDiverge":
      pending.push(...found.history.unappliedMigrationNames);
      missing.push(...found.history.unpersistedMigrationNames);
      break;
    case undefined:
      break;
  }
  const absent = new Set([...pending, ...found.failedMigrationNames]);
  return {
    applied: migrationsList.migrationDirectories
      .map((directory) => directory.path)
      .filter((name) => !absent.has(name)),
    pending,
    missing,
    edited: found.editedMigrationNames,
    failed: found.failedMigrationNames,
  };
}
