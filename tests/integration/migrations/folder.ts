import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Project } from "../../../prisma/command/project.ts";

const HEADER = `
generator client {
  provider = "prisma-client"
  output   = "./generated"
}
datasource db {
  provider = "postgresql"
  schemas  = ["public"]
}
`;

export interface Folder {
  project: Project;
  writeSchema(models: string): Promise<void>;
  writeMigration(name: string, sql: string): Promise<void>;
  remove(): Promise<void>;
}

/** A small project of its own, with real files. */
export async function makeFolder(): Promise<Folder> {
  const root = await mkdtemp(path.join(tmpdir(), "gatehouse-migrations-"));
  const project = {
    schemaFile: path.join(root, "schema.prisma"),
    migrationsDir: path.join(root, "migrations"),
  };
  await mkdir(project.migrationsDir);
  await writeFile(
    path.join(project.migrationsDir, "migration_lock.toml"),
    'provider = "postgresql"\n',
  );
  return {
    project,
    writeSchema: (models) => writeFile(project.schemaFile, HEADER + models),
    writeMigration: async (name, sql) => {
      await mkdir(path.join(project.migrationsDir, name), { recursive: true });
      await writeFile(path.join(project.migrationsDir, name, "migration.sql"), sql);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export const USER_MODEL = `
model Person {
  id   String @id
  name String @default(dbgenerated("app.nobody()"))
  @@schema("public")
}
`;

/** With all that Prisma does not describe: a function with a semicolon in its body, a policy, a check, a role's grant. */
export const USER_MIGRATION = `
CREATE SCHEMA "app";
CREATE FUNCTION "app"."nobody"() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN 'a;b';
END;
$$;
CREATE TABLE "public"."Person" (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL DEFAULT app.nobody(),
  CONSTRAINT "Person_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Person_name_check" CHECK (length("name") > 0)
);
ALTER TABLE "public"."Person" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "read" ON "public"."Person" FOR SELECT USING (true);
GRANT SELECT ("id") ON "public"."Person" TO PUBLIC;
`;
