import { syncTransaction } from "@/src/server/db/sync";
import type { Kind } from "./findings";

/** A row of the mirror, whichever kind it is of. Times are milliseconds. */
export interface MirrorRow {
  /** Of a membership "<organization>/<user>". */
  readonly id: string;
  /** A tombstone, or an invitation that is no longer open. */
  readonly final: boolean;
  /** The version, all of it Clerk's. */
  readonly created: number;
  readonly version: number;
  readonly timestamp: number;
  readonly digest: string;
  /** When the row was made, by our clock. */
  readonly made: number;
  readonly columns: Readonly<Record<string, unknown>>;
}

interface Table {
  readonly name: string;
  readonly id: string;
  readonly created: string;
  readonly final: string;
  /** What the mirror keeps, by the names that it has in content.ts. */
  readonly columns: Readonly<Record<string, string>>;
}

const same = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `r."${name}"`]));

const tables: Readonly<Record<Kind, Table>> = {
  user: {
    name: "User",
    id: `r."id"`,
    created: "0",
    final: `r."deleted"`,
    columns: same("email", "name", "imageUrl", "platformRole", "banned", "locked"),
  },
  organization: {
    name: "Organization",
    id: `r."id"`,
    created: "0",
    final: `r."deleted"`,
    columns: same("name", "slug", "imageUrl"),
  },
  membership: {
    name: "Membership",
    id: `r."organizationId" || '/' || r."userId"`,
    created: `r."sourceCreated"`,
    final: `r."deleted"`,
    columns: { id: `r."membershipId"`, role: `r."role"` },
  },
  invitation: {
    name: "Invitation",
    id: `r."id"`,
    created: "0",
    final: `r."status" <> 'pending'`,
    columns: {
      ...same("organizationId", "emailAddress", "role", "status", "userId"),
      expiresAt: `(extract(epoch FROM r."expiresAt") * 1000)::float8`,
    },
  },
};

/** Which column of the given ids a row must have, so that an index finds it. */
function matches(kind: Kind, ids: string): string {
  return kind === "membership"
    ? `(r."organizationId", r."userId") IN (SELECT split_part(k, '/', 1), split_part(k, '/', 2) FROM unnest(${ids}::text[]) k)`
    : `r."id" = ANY(${ids}::text[])`;
}

function select(kind: Kind): string {
  const { name, id, created, final, columns } = tables[kind];
  const pairs = Object.entries(columns).map(([column, from]) => `'${column}', ${from}`);
  return `SELECT ${id} AS "id", ${final} AS "final", (${created})::float8 AS "created", r."sourceVersion"::float8 AS "version",
      r."sourceTimestamp"::float8 AS "timestamp", r."sourceDigest" AS "digest", (extract(epoch FROM r."createdAt") * 1000)::float8 AS "made",
      jsonb_build_object(${pairs.join(", ")}) AS "columns"
    FROM "public"."${name}" r`;
}

export async function rowsOf(
  kind: Kind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, MirrorRow>> {
  if (ids.length === 0) return new Map();
  const rows = await syncTransaction((sql) =>
    sql.query<MirrorRow>(`${select(kind)} WHERE ${matches(kind, "$1")}`, [ids]),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Rows that are alive, in the order of their ids. */
export async function aliveRows(
  kind: Kind,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<MirrorRow[]> {
  const [order, behind] =
    kind === "membership"
      ? [
          `r."organizationId", r."userId"`,
          `(r."organizationId", r."userId") > (split_part($1, '/', 1), split_part($1, '/', 2))`,
        ]
      : [`r."id"`, `r."id" > $1`];
  return syncTransaction((sql) =>
    sql.query<MirrorRow>(
      `${select(kind)} WHERE NOT (${tables[kind].final}) AND ${behind} ORDER BY ${order} LIMIT $2`,
      [after, limit],
    ),
  );
}

/** Rows that are alive and belong to an organization or a person. */
export async function aliveRowsOf(
  kind: "membership" | "invitation",
  column: "organizationId" | "userId",
  id: string,
): Promise<MirrorRow[]> {
  return syncTransaction((sql) =>
    sql.query<MirrorRow>(
      `${select(kind)} WHERE NOT (${tables[kind].final}) AND r."${column}" = $1 ORDER BY 1`,
      [id],
    ),
  );
}

export async function countAlive(kind: Kind): Promise<number> {
  const rows = await syncTransaction((sql) =>
    sql.query<{ count: number }>(
      `SELECT count(*)::int AS "count" FROM "public"."${tables[kind].name}" r WHERE NOT (${tables[kind].final})`,
    ),
  );
  return rows[0]?.count ?? 0;
}

export interface Raise {
  readonly row: MirrorRow;
  readonly version: number;
  readonly digest: string;
}

/**
 * Writes down that rows were seen as they are: the read is the last word on their version, and a delivery of an older one that is
 * still on its way changes nothing. A row that somebody else holds, or has changed meanwhile, is left to them: waiting here for
 * several rows could be waiting for each other.
 */
export async function raiseVersions(
  kind: Kind,
  timestamp: number,
  raises: readonly Raise[],
): Promise<void> {
  if (raises.length === 0) return;
  const { name, id, final } = tables[kind];
  const key = kind === "membership" ? [`"organizationId"`, `"userId"`] : [`"id"`];
  await syncTransaction((sql) =>
    sql.query(
      `WITH free AS (
         SELECT ${key.map((column) => `r.${column}`).join(", ")}, k."version", k."digest"
         FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[])
           AS k("id", "wasVersion", "wasTimestamp", "wasDigest", "version", "digest")
         JOIN "public"."${name}" r ON ${kind === "membership" ? `r."organizationId" = split_part(k."id", '/', 1) AND r."userId" = split_part(k."id", '/', 2)` : `${id} = k."id"`}
         WHERE NOT (${final}) AND r."sourceVersion" = k."wasVersion" AND r."sourceTimestamp" = k."wasTimestamp" AND r."sourceDigest" = k."wasDigest"
         FOR UPDATE OF r SKIP LOCKED)
       UPDATE "public"."${name}" r SET "sourceVersion" = free."version", "sourceTimestamp" = $7, "sourceDigest" = free."digest"
       FROM free WHERE ${key.map((column) => `r.${column} = free.${column}`).join(" AND ")}`,
      [
        raises.map(({ row }) => row.id),
        raises.map(({ row }) => row.version),
        raises.map(({ row }) => row.timestamp),
        raises.map(({ row }) => row.digest),
        raises.map(({ version }) => version),
        raises.map(({ digest }) => digest),
        timestamp,
      ],
    ),
  );
}
