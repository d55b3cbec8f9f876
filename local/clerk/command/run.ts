import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { text as readAll } from "node:stream/consumers";
import { AlreadyRunning } from "../../stack/lock.ts";
import { checkPassword, hashPassword } from "../passwords.ts";
import type { SeedReport } from "../seed/apply.ts";
import { parseSeed, SeedError } from "../seed/problems.ts";
import { seedJsonSchema } from "../seed/schema.ts";
import { clerkEnvironment, type LocalClerk, startLocalClerk } from "../server.ts";
import { quote, writeEnvFile } from "./env-file.ts";
import { type Options, readCommand, USAGE, UsageError } from "./options.ts";

/** Something that the person at the terminal can put right; told without a stack. */
class Refusal extends Error {}

/** @returns the exit code, or null where a server now runs until it is stopped */
export async function run(args: readonly string[]): Promise<number | null> {
  try {
    const command = readCommand(args, process.env);
    if (command.kind === "start") {
      await start(command.options);
      return null;
    }
    if (command.kind === "help") console.log(USAGE);
    else if (command.kind === "schema") console.log(JSON.stringify(seedJsonSchema(), null, 2));
    else console.log(await hashFromInput());
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${USAGE}`);
      return 2;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(error instanceof Refusal ? error.message : text);
    return 1;
  }
}

async function hashFromInput(): Promise<string> {
  const password = (await readAll(process.stdin)).replace(/\r?\n$/, "");
  try {
    checkPassword(password);
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
  return hashPassword(password);
}

async function start(options: Options): Promise<void> {
  if (process.env.NODE_ENV === "production") {
    throw new Refusal("The local Clerk is for development and tests; NODE_ENV is production.");
  }
  const seed = options.seedFile === null ? null : readSeedFile(options.seedFile);
  // What a program reads must be nothing else: with JSON, the lines for people go to the other stream.
  const tell = options.format === "json" ? console.error : console.log;
  const clerk = await startLocalClerk({
    ...options,
    log: (line) => tell(`[clerk] ${line}`),
  }).catch((error: unknown) => {
    throw refusalOf(error, options);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void clerk.close().then(() => process.exit(0)));
  }
  try {
    if (seed !== null) tell(describe(await clerk.seed(seed)));
    await handOver(clerk, options, tell);
  } catch (error) {
    await clerk.close();
    throw error instanceof SeedError ? seedRefusal(options.seedFile, error) : error;
  }
}

/** Checked before anything is started. */
function readSeedFile(path: string): unknown {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    parseSeed(content);
    return content;
  } catch (error) {
    if (error instanceof SeedError) throw seedRefusal(path, error);
    throw new Refusal(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function seedRefusal(path: string | null, error: SeedError): Refusal {
  const lines = error.problems.map((problem) => `  ${problem}`).join("\n");
  return new Refusal(`${path} cannot be applied, and nothing of it was:\n${lines}`);
}

function refusalOf(error: unknown, { port, dataDir }: Options): unknown {
  if (error instanceof AlreadyRunning) {
    const { url, pid } = error.holder;
    return new Refusal(
      `A local Clerk works with ${dataDir} already: ${url ?? "it is starting"} (process ${pid}).`,
    );
  }
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return new Refusal(`Port ${port} is taken. Another one: --port <n>, or 0 for any free one.`);
  }
  return error;
}

function describe(report: SeedReport): string {
  const kinds = ["jwtTemplates", "users", "organizations", "memberships", "invitations"] as const;
  const nameOf = (kind: string) => (kind === "jwtTemplates" ? "JWT templates" : kind);
  const parts = kinds.map((kind) => {
    const { created, changed, unchanged } = report[kind];
    return `${nameOf(kind)} ${created} created, ${changed} changed, ${unchanged} as they were`;
  });
  return `Seed: ${parts.join("; ")}; settings ${report.settings}`;
}

async function handOver(
  clerk: LocalClerk,
  options: Options,
  tell: (line: string) => void,
): Promise<void> {
  const variables = clerkEnvironment(clerk, options.arrangement);
  const { envFile } = options;
  if (envFile !== null) {
    const allow = (names: readonly string[]) => mayReplace(envFile, names, options.force);
    if (!(await writeEnvFile(envFile, variables, allow))) {
      throw new Refusal(`${envFile} stays as it is. --force replaces the other values.`);
    }
    tell(`Written: ${envFile}`);
  }
  tell(`Local Clerk at ${clerk.url}, for the application at ${options.appUrl}\n`);
  if (options.format === "json") console.log(JSON.stringify(variables, null, 2));
  else
    for (const [name, value] of Object.entries(variables)) console.log(`${name}=${quote(value)}`);
}

async function mayReplace(
  path: string,
  names: readonly string[],
  force: boolean,
): Promise<boolean> {
  if (force) return true;
  console.error(`${path} has other values of ${names.join(", ")}.`);
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question("Replace them? [y/N] ")).trim());
  } finally {
    terminal.close();
  }
}
