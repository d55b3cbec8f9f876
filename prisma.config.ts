import { defineConfig } from "prisma/config";

/**
 * For the ordinary Prisma CLI; `npm run db` reads the same folder. `_prisma_migrations` lives in a schema of its own,
 * apart from the tables that the application's roles are granted.
 */
function withMigrationsSchema(value: string | undefined): string | undefined {
  if (value === undefined || value === "") return undefined;
  const url = new URL(value);
  url.searchParams.set("schema", "migrations");
  return url.href;
}

const url = withMigrationsSchema(process.env.DATABASE_OWNER_URL);
const shadowDatabaseUrl = withMigrationsSchema(process.env.DATABASE_SHADOW_URL);

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // Generating the client needs no database.
  ...(url === undefined
    ? {}
    : { datasource: { url, ...(shadowDatabaseUrl && { shadowDatabaseUrl }) } }),
});
