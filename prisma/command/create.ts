import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { draftMigration, type CompareOptions } from "./compare.ts";
import { CommandError } from "./failure.ts";
import { readMigrations, thisProject } from "./project.ts";

export interface Created {
  file: string;
  /** What the schema cannot say and a person has to write into the file. */
  toDo: string[];
}

export async function createMigration(
  options: CompareOptions & { name: string; empty?: boolean; now?: Date },
): Promise<Created> {
  const project = options.project ?? thisProject;
  const slug = options.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
  if (slug === "") throw new CommandError("The name needs at least one letter or digit.", 2);

  const drafted = await draftMigration(options);
  if (drafted === null && !options.empty) {
    throw new CommandError(
      "The migrations already give what schema.prisma says: nothing to write. For a migration of SQL alone (policies, functions) add --empty.",
    );
  }
  const script = drafted ?? "-- SQL that the schema does not describe.\n";

  const stamp = (options.now ?? new Date())
    .toISOString()
    .replaceAll(/[^0-9]/g, "")
    .slice(0, 14);
  const folder = `${stamp}_${slug}`;
  const last = (await readMigrations(project)).migrationDirectories.at(-1)?.path;
  if (last !== undefined && folder <= last) {
    throw new CommandError(
      `${folder} would come before ${last}, which may have been applied already. Is this machine's clock right?`,
    );
  }
  const file = path.join(project.migrationsDir, folder, "migration.sql");
  await mkdir(path.dirname(file));
  await writeFile(file, script);
  return { file, toDo: handWork(script) };
}

function handWork(script: string): string[] {
  const work: string[] = [];
  for (const [, table] of script.matchAll(/^CREATE TABLE ("public"\."[^"]+")/gm)) {
    work.push(
      `${table}: ALTER TABLE … ENABLE ROW LEVEL SECURITY, a policy for reading and one for each way of writing, ` +
        `and grants to the gates that may (gate_public, gate_user, gate_org, gate_admin, gate_sync); without them nobody reads it.`,
    );
  }
  for (const [, table, columns] of script.matchAll(
    /^ALTER TABLE ("public"\."[^"]+") ((?:ADD COLUMN[\s\S]*?));/gm,
  )) {
    const names = [...(columns ?? "").matchAll(/ADD COLUMN\s+("[^"]+")/g)].map(([, name]) => name);
    work.push(
      `${table}: grant the new ${names.join(", ")} where its columns are granted one by one.`,
    );
  }
  for (const [, target] of script.matchAll(/^DROP TABLE ("public"\."[^"]+")/gm)) {
    work.push(`${target}: its rows are lost. Deploy code that no longer uses it first.`);
  }
  return work;
}
