import { parseArgs } from "node:util";
import { CommandError } from "../command/failure.ts";
import { findOwner, loadEnvironment, readUrl } from "../command/owner.ts";
import { formatHeads, readHeads, writeHeads } from "./heads.ts";
import { readEnds, verifyAudit, type Verdict } from "./verify.ts";

const HELP = `npm run audit -- <command>

  verify               read every audit chain from its first row to its end, and name every row that was changed,
                       deleted, inserted or moved
      --chain <chain>  only this one: admin, org:<organization id> or user:<user id>
      --heads <file>   compare with heads that were saved earlier, too: finds also what was changed by somebody who
                       rewrote a chain and its end
  heads [<file>]       where each chain ends now, to be kept where this database's owner cannot change it

Environment
  DATABASE_AUDIT_URL   a role that may read AuditEvent and AuditChain and sees every row (BYPASSRLS)
  DATABASE_OWNER_URL   used where that is not set
                       (neither is set: the local PostgreSQL of this checkout)

Ends with 0 when all is well, 1 when it failed or something differs, 2 when called wrongly.
`;

/** Faults that are named; of more only the number is told. */
const named = 200;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function readWords(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        chain: { type: "string" },
        heads: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch {
    return null;
  }
}

async function run(args: string[]): Promise<number> {
  const words = readWords(args);
  if (words?.values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [command, file, ...rest] = words?.positionals ?? [];
  const { chain, heads } = words?.values ?? {};
  if (rest.length === 0 && command === "verify" && file === undefined) {
    const saved = heads === undefined ? undefined : await readHeads(heads);
    return withDatabase(async (url) => {
      const verdict = await verifyAudit({ url, chain, saved, onProgress: showProgress });
      return report(verdict, heads);
    });
  }
  if (rest.length === 0 && command === "heads" && (chain ?? heads) === undefined) {
    return withDatabase(async (url) => {
      const ends = await readEnds(url);
      const text = formatHeads(ends, new Date());
      if (file === undefined) process.stdout.write(text);
      else await writeHeads(file, text);
      if (file !== undefined) print(`Saved ${count(ends.length, "head")} to ${file}.`);
      return 0;
    });
  }
  process.stderr.write(HELP);
  return 2;
}

async function withDatabase(work: (url: string) => Promise<number>): Promise<number> {
  if (process.env.DATABASE_AUDIT_URL) return work(readUrl("DATABASE_AUDIT_URL"));
  const owner = await findOwner();
  try {
    return await work(owner.ownerUrl);
  } finally {
    await owner.release();
  }
}

let shown = Date.now();
function showProgress(rows: number, total: number): void {
  if (Date.now() - shown < 2_000) return;
  shown = Date.now();
  process.stderr.write(`${number(rows)} of ${number(total)} rows\n`);
}

function report({ chains, rows, faults, faultyChains }: Verdict, heads?: string): number {
  for (const fault of faults.slice(0, named)) print(fault);
  if (faults.length > named) print(`and ${number(faults.length - named)} more`);
  const read = `${count(chains, "chain")}, ${count(rows, "row")}`;
  if (faults.length > 0) {
    print(`${read}: ${count(faults.length, "fault")} in ${count(faultyChains, "chain")}.`);
    return 1;
  }
  const also = heads === undefined ? "" : `, and all agree with ${heads}`;
  print(`${read}: every row is there, as it was written and in its place${also}.`);
  return 0;
}

function count(amount: number, noun: string): string {
  return `${number(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

function number(amount: number): string {
  return amount.toLocaleString("en-US");
}

loadEnvironment();
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof CommandError ? error.exitCode : 1;
}
