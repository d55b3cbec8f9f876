import path from "node:path";
import { check, status } from "./compare.ts";
import { createMigration } from "./create.ts";
import { deploy, resolve } from "./deploy.ts";
import { CommandError } from "./failure.ts";
import { createLogin } from "./login.ts";
import { findOwner, loadEnvironment, readUrl } from "./owner.ts";

const HELP = `npm run db -- <command>

  status               which migrations the database has
  deploy               apply those that it lacks; one deployer at a time
  new <name>           write a migration from what changed in prisma/schema.prisma
      --empty          even if nothing changed (policies, functions)
  check                fail if schema, migrations and database do not agree
  resolve <migration>  settle a migration that ended half-way
      --rolled-back    it left nothing; deploy runs it again
      --applied        it was completed by hand
  login                create or update the application's login role from DATABASE_URL

Environment
  DATABASE_OWNER_URL   the role that migrates: owns the database and may create roles
  DATABASE_URL         the application's role and its password (login)
                       (neither is set: the local PostgreSQL of this checkout)
  DATABASE_SHADOW_URL  for new and check, where the owner may not create databases:
                       an empty database whose name contains "shadow"

Ends with 0 when all is well, 1 when it failed or something differs, 2 when called wrongly.
`;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function run(words: readonly string[]): Promise<number> {
  const flags = new Set(words.filter((word) => word.startsWith("-")));
  const [command, name, ...rest] = words.filter((word) => !word.startsWith("-"));
  if (flags.has("--help") || flags.has("-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  const allowed: Record<string, { name: boolean; flags: string[] }> = {
    status: { name: false, flags: [] },
    deploy: { name: false, flags: [] },
    check: { name: false, flags: [] },
    login: { name: false, flags: [] },
    new: { name: true, flags: ["--empty"] },
    resolve: { name: true, flags: ["--rolled-back", "--applied"] },
  };
  const form = command === undefined ? undefined : allowed[command];
  const unknown = [...flags].filter((flag) => !form?.flags.includes(flag));
  if (
    form === undefined ||
    unknown.length > 0 ||
    rest.length > 0 ||
    form.name !== (name !== undefined)
  ) {
    process.stderr.write(HELP);
    return 2;
  }

  const shadowUrl = process.env.DATABASE_SHADOW_URL || undefined;
  const target = name ?? "";
  const owner = await findOwner();
  try {
    return await execute(command, { ownerUrl: owner.ownerUrl, shadowUrl, target, flags });
  } finally {
    await owner.release();
  }
}

interface Errand {
  readonly ownerUrl: string;
  readonly shadowUrl: string | undefined;
  readonly target: string;
  readonly flags: ReadonlySet<string>;
}

async function execute(
  command: string | undefined,
  { ownerUrl, shadowUrl, target, flags }: Errand,
): Promise<number> {
  switch (command) {
    case "status":
      return showStatus(ownerUrl);
    case "deploy": {
      const applied = await deploy({ ownerUrl, onProgress: print });
      print(
        applied.length === 0
          ? "Nothing to apply."
          : `Applied ${applied.length}: ${applied.join(", ")}`,
      );
      return 0;
    }
    case "check": {
      const problems = await check({ ownerUrl, shadowUrl });
      for (const problem of problems) process.stderr.write(`${problem}\n`);
      if (problems.length === 0) print("Schema, migrations and database agree.");
      return problems.length === 0 ? 0 : 1;
    }
    case "new": {
      const created = await createMigration({
        ownerUrl,
        shadowUrl,
        name: target,
        empty: flags.has("--empty"),
      });
      print(`Wrote ${path.relative(process.cwd(), created.file)}`);
      for (const item of created.toDo) print(`  by hand: ${item}`);
      return 0;
    }
    case "resolve": {
      if (flags.size !== 1) throw new CommandError("Say --rolled-back or --applied.", 2);
      const as = flags.has("--applied") ? "applied" : "rolled-back";
      await resolve({ ownerUrl, name: target, as, onProgress: print });
      print(`${target} is marked as ${as}.`);
      return 0;
    }
    default: {
      const login = await createLogin({
        ownerUrl,
        loginUrl: readUrl("DATABASE_URL"),
        onProgress: print,
      });
      print(`The application's role ${login} is up to date.`);
      return 0;
    }
  }
}

async function showStatus(ownerUrl: string): Promise<number> {
  const history = await status({ ownerUrl });
  print(`${history.applied.length} applied, ${history.pending.length} to apply`);
  for (const name of history.pending) print(`  to apply  ${name}`);
  for (const name of history.failed) print(`  half-way  ${name}`);
  for (const name of history.edited) print(`  changed   ${name} (after it had been applied)`);
  for (const name of history.missing)
    print(`  unknown   ${name} (in the database, not in the folder)`);
  return history.failed.length + history.edited.length + history.missing.length === 0 ? 0 : 1;
}

loadEnvironment();
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = error instanceof CommandError ? error.exitCode : 1;
}
