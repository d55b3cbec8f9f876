import type { DiffTarget } from "@prisma/schema-engine-wasm/schema_engine_bg";
import path from "node:path";
import { withEngine, type Engine } from "./engine.ts";
import { readHistory, type History } from "./history.ts";
import { connectOwner } from "./lock.ts";
import { compareRules } from "./rules.ts";
import { filters, readMigrations, readSchema, thisProject, type Project } from "./project.ts";

export interface CompareOptions {
  ownerUrl: string;
  shadowUrl?: string | undefined;
  project?: Project;
}

export async function status(options: CompareOptions): Promise<History> {
  const project = options.project ?? thisProject;
  await (await connectOwner(options.ownerUrl)).end();
  return withEngine({ ...options, project }, (engine) => readHistory(engine, project));
}

/**
 * What differs between schema.prisma, the migrations and the database; nothing when they agree. Policies, privileges, triggers
 * and functions are SQL that the schema does not describe: the database's are compared with those that the migrations make.
 */
export async function check(options: CompareOptions): Promise<string[]> {
  const project = options.project ?? thisProject;
  await (await connectOwner(options.ownerUrl)).end();
  return withEngine({ ...options, project }, async (engine) => {
    const history = await readHistory(engine, project);
    const problems = [
      ...history.failed.map((name) => `Migration ${name} ended half-way in the database.`),
      ...history.edited.map((name) => `Migration ${name} was changed after it had been applied.`),
      ...history.missing.map((name) => `Migration ${name} is in the database, not in the folder.`),
      ...history.pending.map((name) => `Migration ${name} is not applied to the database.`),
    ];
    const unwritten = await difference(engine, project, await schemaTarget(project));
    if (unwritten !== null) {
      problems.push(
        `schema.prisma differs from the migrations (npm run db -- new …):\n${unwritten}`,
      );
    }
    // A database that lacks a migration differs from the folder anyway, and that has been said.
    if (
      history.pending.length === 0 &&
      history.failed.length === 0 &&
      history.missing.length === 0
    ) {
      const byHand = await difference(engine, project, await databaseTarget(project));
      if (byHand !== null) {
        problems.push(`The database was changed by hand; compared with the migrations:\n${byHand}`);
      }
      const rules = await compareRules({ ...options, project });
      if (rules.length > 0) {
        problems.push(
          `The database's rules were changed by hand (- as the migrations make them, + as they are):\n${rules.join("\n")}`,
        );
      }
    }
    return problems;
  });
}

async function schemaTarget(project: Project): Promise<DiffTarget> {
  return { tag: "schemaDatamodel", ...(await readSchema(project)) };
}

async function databaseTarget(project: Project): Promise<DiffTarget> {
  const configDir = path.dirname(project.schemaFile);
  return { tag: "schemaDatasource", ...(await readSchema(project)), configDir };
}

async function difference(
  engine: Engine,
  project: Project,
  to: DiffTarget,
): Promise<string | null> {
  const from: DiffTarget = { tag: "migrations", ...(await readMigrations(project)) };
  const result = await engine.diff({ from, to, script: false, exitCode: true, filters });
  return result.exitCode === 0 ? null : (result.stdout ?? "").trim();
}

/** The SQL that takes the migrations to schema.prisma, or null when there is nothing to do. */
export async function draftMigration(options: CompareOptions): Promise<string | null> {
  const project = options.project ?? thisProject;
  await (await connectOwner(options.ownerUrl)).end();
  return withEngine({ ...options, project }, async (engine) => {
    const from: DiffTarget = { tag: "migrations", ...(await readMigrations(project)) };
    const to = await schemaTarget(project);
    const result = await engine.diff({ from, to, script: true, exitCode: true, filters });
    return result.exitCode === 0 ? null : `${(result.stdout ?? "").trim()}\n`;
  });
}
