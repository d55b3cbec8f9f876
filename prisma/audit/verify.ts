import type pg from "pg";
import { CommandError } from "../command/failure.ts";
import { connectOwner } from "../command/lock.ts";
import { ChainCheck } from "./chain.ts";
import { selected, type AuditRow } from "./hash.ts";
import type { Head } from "./heads.ts";

/** Rows that are fetched at a time. */
const pageSize = 5_000;

export interface VerifyOptions {
  /** Address of a role that sees every row: the owner, or a reader with BYPASSRLS. */
  url: string;
  /** Only this chain. */
  chain?: string | undefined;
  /** Heads that were saved earlier. */
  saved?: ReadonlyMap<string, Head> | undefined;
  onProgress?: ((rows: number, total: number) => void) | undefined;
}

export interface Verdict {
  readonly chains: number;
  readonly rows: number;
  readonly faults: readonly string[];
  readonly faultyChains: number;
}

/** Reads every chain from its first row to its end, in one snapshot, and compares. @throws CommandError */
export async function verifyAudit(options: VerifyOptions): Promise<Verdict> {
  return withSnapshot(options.url, async (client) => {
    const heads = new Map(
      (await selectHeads(client, options.chain)).map((head) => [head.chain, head]),
    );
    const saved = pick(options.saved, options.chain);
    const total = [...heads.values()].reduce((sum, { sequence }) => sum + sequence, 0);
    const faults: string[] = [];
    const done = new Set<string>();
    let faultyChains = 0;
    let rows = 0;

    const finish = (check: ChainCheck): void => {
      const found = check.end();
      faults.push(...found);
      if (found.length > 0) faultyChains += 1;
      done.add(check.chain);
    };
    const open = (chain: string) => new ChainCheck(chain, heads.get(chain), saved.get(chain));

    let current: ChainCheck | undefined;
    for await (const row of readRows(client, options.chain)) {
      rows += 1;
      if (rows % pageSize === 0) options.onProgress?.(rows, total);
      if (row.chainId === null) {
        faults.push(`row ${row.id ?? "without an id"}: belongs to no chain`);
        continue;
      }
      if (current?.chain !== row.chainId) {
        if (current) finish(current);
        current = open(row.chainId);
      }
      current.take(row);
    }
    if (current) finish(current);
    // Chains of which no row is left.
    for (const chain of [...heads.keys(), ...saved.keys()]) {
      if (!done.has(chain)) finish(open(chain));
    }
    if (options.chain !== undefined && done.size === 0)
      throw new CommandError(`There is no chain ${options.chain} in this database.`);
    return { chains: done.size, rows, faults, faultyChains };
  });
}

/** Where the chains end now. @throws CommandError */
export async function readEnds(url: string): Promise<Head[]> {
  return withSnapshot(url, (client) => selectHeads(client, undefined));
}

function pick(heads: ReadonlyMap<string, Head> = new Map(), chain?: string) {
  return new Map([...heads].filter(([name]) => chain === undefined || name === chain));
}

async function withSnapshot<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectOwner(
    url,
    process.env.DATABASE_AUDIT_URL ? "DATABASE_AUDIT_URL" : undefined,
  );
  try {
    await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query("SET LOCAL statement_timeout = 0");
    await checkSight(client);
    return await run(client);
  } finally {
    await client.end();
  }
}

/** Who is shown only some rows would find the others deleted; who is shown none would find all well. */
async function checkSight(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean; partial: boolean; role: string }>(
    `SELECT count(*) = 2 AS there, coalesce(bool_or(row_security_active(c.oid)), false) AS partial, current_user AS role
     FROM pg_class c WHERE c.relnamespace = to_regnamespace('public') AND c.relname IN ('AuditEvent', 'AuditChain')`,
  );
  const [sight] = rows;
  if (!sight?.there)
    throw new CommandError("The database has no audit chains yet. Run npm run db -- deploy first.");
  if (sight.partial)
    throw new CommandError(
      `Row security hides rows from the role ${sight.role}. Verify as the owner, or as a reader with BYPASSRLS.`,
    );
}

async function selectHeads(client: pg.Client, chain: string | undefined): Promise<Head[]> {
  const { rows } = await client.query<{ chain: string; sequence: string; hash: string }>(
    `SELECT "id" AS chain, "sequence"::text, "hash" FROM "public"."AuditChain" WHERE $1::text IS NULL OR "id" = $1 ORDER BY 1`,
    [chain ?? null],
  );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

async function* readRows(client: pg.Client, chain: string | undefined): AsyncGenerator<AuditRow> {
  const only = chain === undefined ? "" : `WHERE "chainId" = ${client.escapeLiteral(chain)}`;
  await client.query(
    `DECLARE audit NO SCROLL CURSOR FOR SELECT ${selected} FROM "public"."AuditEvent" ${only} ORDER BY "AuditEvent"."chainId", "AuditEvent"."sequence", "AuditEvent"."id"`,
  );
  for (;;) {
    const { rows } = await client.query<AuditRow>(`FETCH ${pageSize} FROM audit`);
    yield* rows;
    if (rows.length < pageSize) return;
  }
}
