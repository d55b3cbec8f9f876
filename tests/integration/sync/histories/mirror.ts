import type pg from "pg";
import type { SimulatedClerk } from "./clerk.ts";

/** A row by its columns, but those that no history decides: our own clock's, and our digest. */
export type Row = Readonly<Record<string, unknown>>;
/** Rows of the mirror by table and key. */
export type Rows = ReadonlyMap<string, Row>;

/** Every column that a table has is compared, also one that it will have; a time as milliseconds. */
const text = [
  `SELECT 'user ' || "id" AS "key", to_jsonb(t) AS "row" FROM "public"."User" t WHERE "id" = ANY($1)`,
  `SELECT 'organization ' || "id", to_jsonb(t) || jsonb_build_object('held', "deletedAt" IS NOT NULL) FROM "public"."Organization" t
     WHERE "id" = ANY($1)`,
  `SELECT 'membership ' || "organizationId" || ' ' || "userId", to_jsonb(t) FROM "public"."Membership" t WHERE "userId" = ANY($1)`,
  `SELECT 'invitation ' || "id", to_jsonb(t) || jsonb_build_object('created', extract(epoch FROM "createdAt") * 1000,
     'expiresAt', extract(epoch FROM "expiresAt") * 1000) FROM "public"."Invitation" t WHERE "organizationId" = ANY($1)`,
  `SELECT 'role ' || "id", to_jsonb(t) FROM "public"."ClerkRole" t WHERE "id" = ANY($1)`,
  `SELECT 'permission ' || "id", to_jsonb(t) FROM "public"."ClerkPermission" t WHERE "id" = ANY($1)`,
  `SELECT 'session ' || "id", to_jsonb(t) FROM "public"."EndedSession" t WHERE "userId" = ANY($1)`,
].join(" UNION ALL ");
/** In the key already; our own clock's; our own digest. */
const uncompared = "{id,createdAt,deletedAt,erasedAt,sourceDigest}";

/** What the database holds of these people and organizations, read as its owner. */
export async function readMirror(owner: pg.Pool, ids: readonly string[]): Promise<Rows> {
  const { rows } = await owner.query<{ key: string; row: Row }>({
    name: "mirror",
    text: `SELECT "key", "row" - $2::text[] AS "row" FROM (${text}) AS "all"`,
    values: [ids, uncompared],
  });
  return new Map(rows.map(({ key, row }) => [key, row]));
}

/** Takes away all that the database holds of one Clerk, so that its events can come once more, in another order. */
export async function forgetRows(owner: pg.Pool, clerk: SimulatedClerk): Promise<void> {
  const inbox = `DELETE FROM "public"."WebhookDelivery" WHERE "id" LIKE 'msg\\_' || $1 || 'n%'`;
  await owner.query(inbox, [clerk.options.name]);
  const ids = subjectsOf(clerk);
  for (const [table, column] of [
    ["EndedSession", "userId"],
    ["Membership", "userId"],
    ["Invitation", "organizationId"],
    ["ClerkRole", "id"],
    ["ClerkPermission", "id"],
    ["User", "id"],
    ["Organization", "id"],
  ])
    await owner.query(`DELETE FROM "public"."${table}" WHERE "${column}" = ANY($1)`, [ids]);
}

/** Ids of everybody and everything that ever was, by which the mirror's rows are found. */
export function subjectsOf(clerk: SimulatedClerk): string[] {
  const { people, organizations, roles, permissions } = clerk;
  return [...people, ...organizations, ...roles, ...permissions].map(({ id }) => id);
}

/** For each Clerk the rows that are about what it knows. */
export function rowsOfEach(clerks: readonly SimulatedClerk[], rows: Rows): Rows[] {
  const byName = new Map<string, Map<string, Row>>();
  for (const [key, row] of rows) {
    const name = /_([a-z]\d+)n/.exec(key)?.[1] ?? "";
    const own = byName.get(name) ?? new Map<string, Row>();
    byName.set(name, own.set(key, row));
  }
  return clerks.map(({ options }) => byName.get(options.name) ?? new Map<string, Row>());
}

/** Each row that is not as it should be. */
export function differences(is: Rows, should: Rows): string[] {
  return [...new Set([...should.keys(), ...is.keys()])].flatMap((key) => {
    const [one, other] = [tell(is.get(key)), tell(should.get(key))];
    return one === other ? [] : [`${key}\n  is     ${one}\n  should ${other}`];
  });
}

/** A row as text: the same for rows that are alike. */
export function tell(row: Row | undefined): string {
  if (!row) return "no row";
  return JSON.stringify(Object.fromEntries(Object.entries(row).sort()));
}
