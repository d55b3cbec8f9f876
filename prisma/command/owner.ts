import path from "node:path";
import { borrowLocalPostgres, type Borrowed } from "../../local/postgres/borrow.ts";
import { readGiven } from "../../local/stack/environment.ts";
import { CommandError } from "./failure.ts";

/** Adds the .env files that Next reads, for those who keep addresses there. */
export function loadEnvironment(): void {
  const mode = process.env.NODE_ENV === "production" ? "production" : "dev";
  Object.assign(process.env, readGiven(process.cwd(), mode));
}

/** @throws CommandError where the variable is not set or no address. */
export function readUrl(
  name: "DATABASE_OWNER_URL" | "DATABASE_URL" | "DATABASE_AUDIT_URL",
): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new CommandError(`${name} is not set; npm run db -- --help says what it is.`, 2);
  }
  if (!URL.canParse(value))
    throw new CommandError(`${name} is not an address (postgresql://…).`, 2);
  return value;
}

/** Whoever names neither database means the local one. */
export async function findOwner(): Promise<Borrowed> {
  if (process.env.DATABASE_OWNER_URL || process.env.DATABASE_URL) {
    return { ownerUrl: readUrl("DATABASE_OWNER_URL"), release: () => Promise.resolve() };
  }
  return borrowLocalPostgres(path.join(process.env.LOCAL_DIR ?? ".local", "postgres"));
}
