import { readFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { withEngine } from "./engine.ts";
import { CommandError } from "./failure.ts";
import { readHistory } from "./history.ts";
import { withLock } from "./lock.ts";
import { filters, readMigrations, thisProject, type Project } from "./project.ts";

export interface DeployOptions {
  ownerUrl: string;
  project?: Project;
  onProgress?: (text: string) => void;
}

/** Applies what has not been applied yet, in order, and returns the names. */
export async function deploy(options: DeployOptions): Promise<string[]> {
  const project = options.project ?? thisProject;
  return withLock(options.ownerUrl, options.onProgress, () =>
    withEngine({ ownerUrl: options.ownerUrl, project }, async (engine, scriptFailure) => {
      const before = await readHistory(engine, project);
      const [stuck] = before.failed;
      if (stuck !== undefined) throw new CommandError(stuckMessage(stuck));
      if (before.missing.length > 0) {
        options.onProgress?.(
          `note: the database has migrations that this folder lacks: ${before.missing.join(", ")}`,
        );
      }
      if (before.pending.length > 0) options.onProgress?.(`applying ${before.pending.join(", ")}`);
      try {
        const migrationsList = await readMigrations(project);
        const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
        return appliedMigrationNames;
      } catch (error) {
        const [failed] = (await readHistory(engine, project)).failed;
        if (failed === undefined) throw error;
        const script = await readScript(project, failed);
        const reason = describeFailure(scriptFailure(), script, error);
        if (leavesTraces(script)) {
          throw new CommandError(`Migration ${failed} failed. ${reason}\n${stuckMessage(failed)}`);
        }
        await engine.markMigrationRolledBack({ migrationName: failed });
        throw new CommandError(
          `Migration ${failed} failed and left nothing behind. ${reason}\nCorrect its migration.sql and run deploy again.`,
        );
      }
    }),
  );
}

/**
 * The server runs a script as one transaction, unless the script ends it itself. Anything that looks like that counts,
 * even in a comment: the price of being wrong is one more command to type.
 */
function leavesTraces(script: string): boolean {
  return /\b(commit|start\s+transaction|begin\s*(work|transaction)?\s*;)/i.test(script);
}

function readScript(project: Project, name: string): Promise<string> {
  return readFile(path.join(project.migrationsDir, name, "migration.sql"), "utf8");
}

function stuckMessage(name: string): string {
  return (
    `Migration ${name} ended half-way and may have left part of its work. Look at the database, undo or complete the rest by hand, ` +
    `then say which: npm run db -- resolve ${name} --rolled-back (deploy runs it again) or --applied (it is complete).`
  );
}

/** What the database said, and to which line. */
function describeFailure(failure: pg.DatabaseError | undefined, script: string, error: unknown) {
  if (failure === undefined) return error instanceof Error ? error.message : String(error);
  const position = Number(failure.position ?? Number.NaN);
  const line = Number.isNaN(position) ? "" : ` in line ${lineOf(script, position)}`;
  const more = [failure.detail, failure.hint].filter(Boolean).map((text) => `\n  ${text}`);
  return `The database said${line}: ${failure.message} (${failure.code ?? "no code"})${more.join("")}`;
}

/** The database counts characters, from one; JavaScript counts a rare few of them twice. */
function lineOf(script: string, position: number): number {
  return (
    Array.from(script)
      .slice(0, position - 1)
      .filter((character) => character === "\n").length + 1
  );
}

/** Says how a migration that ended half-way was settled by hand. */
export async function resolve(
  options: DeployOptions & { name: string; as: "applied" | "rolled-back" },
): Promise<void> {
  const project = options.project ?? thisProject;
  await withLock(options.ownerUrl, options.onProgress, () =>
    withEngine({ ownerUrl: options.ownerUrl, project }, async (engine) => {
      const { failed } = await readHistory(engine, project);
      if (!failed.includes(options.name)) {
        throw new CommandError(`${options.name} is not a migration that failed.`);
      }
      if (options.as === "rolled-back") {
        await engine.markMigrationRolledBack({ migrationName: options.name });
      } else {
        const migrationsList = await readMigrations(project);
        await engine.markMigrationApplied({ migrationName: options.name, migrationsList });
      }
    }),
  );
}
