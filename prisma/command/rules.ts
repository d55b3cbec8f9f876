import type { Adapter } from "./adapter.ts";
import { AdapterFactory, type Shadow } from "./factory.ts";
import { migrationsSchema, readMigrations, type Project } from "./project.ts";

export interface RulesOptions {
  ownerUrl: string;
  shadowUrl?: string | undefined;
  project: Project;
}

/**
 * What Prisma's schema does not describe, a line each: row security, policies, privileges, functions, triggers and checks. The
 * expressions are as this server prints them, which another version may do otherwise: so both sides are read from one server.
 * That everybody may look into "public" is PostgreSQL's default, which a database that was emptied for this has lost.
 */
const rulesQuery = `
  WITH space AS (SELECT oid, quote_ident(nspname) AS name FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', '${migrationsSchema}')),
    tables AS (SELECT c.*, s.name || '.' || quote_ident(c.relname) AS name FROM pg_class c JOIN space s ON s.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')),
    functions AS (SELECT p.*, s.name || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name
      FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
      WHERE p.prokind IN ('f', 'p') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')),
    roles AS (SELECT oid, rolname::text AS name FROM pg_roles UNION ALL SELECT 0, 'everybody')
  SELECT 'row security on ' || name || CASE WHEN relforcerowsecurity THEN ', forced' ELSE '' END FROM tables WHERE relrowsecurity
  UNION ALL SELECT CASE WHEN p.polpermissive THEN '' ELSE 'restrictive ' END || 'policy ' || quote_ident(p.polname) || ' on ' || t.name
      || ' for ' || p.polcmd::text || ' to ' || (SELECT string_agg(r.name, ', ' ORDER BY r.name) FROM roles r WHERE r.oid = ANY (p.polroles))
      || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '') || coalesce(' with check ' || pg_get_expr(p.polwithcheck, p.polrelid), '')
    FROM pg_policy p JOIN tables t ON t.oid = p.polrelid
  UNION ALL SELECT lower(a.privilege_type) || ' on ' || t.name || ' to ' || r.name
    FROM tables t, aclexplode(t.relacl) a JOIN roles r ON r.oid = a.grantee WHERE a.grantee <> t.relowner
  UNION ALL SELECT lower(a.privilege_type) || ' on ' || t.name || '.' || quote_ident(c.attname) || ' to ' || r.name
    FROM tables t JOIN pg_attribute c ON c.attrelid = t.oid, aclexplode(c.attacl) a JOIN roles r ON r.oid = a.grantee
    WHERE a.grantee <> t.relowner AND NOT c.attisdropped
  UNION ALL SELECT lower(a.privilege_type) || ' on ' || f.name || ' to ' || r.name
    FROM functions f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a JOIN roles r ON r.oid = a.grantee
    WHERE a.grantee <> f.proowner
  UNION ALL SELECT lower(a.privilege_type) || ' on schema ' || s.name || ' to ' || r.name
    FROM space s JOIN pg_namespace n ON n.oid = s.oid, aclexplode(n.nspacl) a JOIN roles r ON r.oid = a.grantee
    WHERE a.grantee <> n.nspowner AND NOT (s.name = 'public' AND a.grantee = 0 AND a.privilege_type = 'USAGE')
  UNION ALL SELECT 'function ' || name || ' as ' || md5(pg_get_functiondef(oid)) FROM functions
  UNION ALL SELECT 'trigger on ' || t.name || ': ' || pg_get_triggerdef(g.oid) || CASE g.tgenabled WHEN 'O' THEN '' ELSE ', not enabled' END
    FROM pg_trigger g JOIN tables t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal
  UNION ALL SELECT 'constraint ' || quote_ident(k.conname) || ' on ' || t.name || ': ' || pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid WHERE k.contype IN ('c', 'x')`;

/**
 * How the rules of the database differ from those that the migrations make, played back beside it; nothing when they agree.
 * @throws CommandError where no database can be made for that, and what the database says where a migration fails.
 */
export async function compareRules({
  ownerUrl,
  shadowUrl,
  project,
}: RulesOptions): Promise<string[]> {
  const shadow: Shadow =
    shadowUrl === undefined
      ? { kind: "create", connectionString: ownerUrl }
      : { kind: "empty", connectionString: shadowUrl };
  const main = { connectionString: ownerUrl, schemaName: migrationsSchema };
  const factory = new AdapterFactory(main, shadow);
  try {
    const { migrationDirectories } = await readMigrations(project);
    const replayed = await factory.connectToShadowDb();
    for (const { migrationFile } of migrationDirectories) {
      if (migrationFile.content.tag === "ok")
        await replayed.executeScript(migrationFile.content.value);
    }
    const written = await readRules(replayed);
    const found = await readRules(await factory.connect());
    return [
      ...[...written].filter((rule) => !found.has(rule)).map((rule) => `- ${rule}`),
      ...[...found].filter((rule) => !written.has(rule)).map((rule) => `+ ${rule}`),
    ];
  } finally {
    await factory.closeAll();
  }
}

async function readRules(adapter: Adapter): Promise<ReadonlySet<string>> {
  // Names without a schema are printed as the search path has it, so that must be the same on both sides, and hold nothing.
  await adapter.executeScript("SET search_path TO pg_catalog");
  const { rows } = await adapter.queryRaw({ sql: rulesQuery, args: [], argTypes: [] });
  return new Set(rows.map(([rule]) => String(rule)).sort());
}
