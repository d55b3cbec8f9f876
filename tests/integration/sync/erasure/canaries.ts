import { randomBytes } from "node:crypto";
import { runSql } from "../../../support/sql.ts";

/**
 * Texts that occur nowhere else, to be found again wherever they went. Each begins with letters that JSON and addresses escape, so
 * that what is looked for is the rest.
 */
export class Canaries {
  readonly #tokens = new Map<string, string>();

  /** A text for this place, the same each time. */
  readonly text = (place: string): string => `Zoë “${this.#token(place)}”`;
  readonly address = (place: string): string => `${this.#token(place)}@canary.test`;
  readonly url = (place: string): string => `https://img.canary.test/${this.#token(place)}`;

  #token(place: string): string {
    const token = this.#tokens.get(place) ?? `canary${randomBytes(9).toString("hex")}`;
    this.#tokens.set(place, token);
    return token;
  }

  /** The places whose texts stand in what is given, as they are or written otherwise. */
  findIn(text: string): string[] {
    const plain = text.toLowerCase();
    return [...this.#tokens]
      .filter(
        ([, token]) =>
          plain.includes(token) || disguises(token).some((form) => text.includes(form)),
      )
      .map(([place]) => place)
      .sort();
  }
}

/** Hex, and base64 at each of its three alignments, without the ends that depend on what stands beside it. */
function disguises(token: string): string[] {
  const aligned = [0, 1, 2].map((before) => {
    const encoded = Buffer.from(`${"-".repeat(before)}${token}`).toString("base64url");
    return encoded.slice(before === 0 ? 0 : 4, -4);
  });
  return [Buffer.from(token).toString("hex"), ...aligned];
}

/** A column with everything in it. */
interface Dumped {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly text: string;
}

/** Every column of every table of every schema, as text; read as a superuser, whom no row security binds. */
export async function dump(adminUrl: string): Promise<Dumped[]> {
  const columns = await runSql<Omit<Dumped, "text">>(
    adminUrl,
    `SELECT n.nspname AS schema, c.relname AS table, a.attname AS column FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'm', 'S') AND a.attnum > 0
       AND NOT a.attisdropped ORDER BY 1, 2, a.attnum`,
  );
  const parts = columns.map(
    ({ schema, table, column }, index) =>
      `SELECT ${index} AS index, coalesce(string_agg("${column}"::text, E'\\n'), '') AS text FROM "${schema}"."${table}"`,
  );
  const rows = await runSql<{ index: number; text: string }>(adminUrl, parts.join(" UNION ALL "));
  return rows.flatMap(({ index, text }) => {
    const column = columns[index];
    return column ? [{ ...column, text }] : [];
  });
}

/** What is found where, sorted: "Table.column: place". */
export async function findAll(adminUrl: string, canaries: Canaries): Promise<string[]> {
  const columns = await dump(adminUrl);
  return columns
    .flatMap(({ table, column, text }) =>
      canaries.findIn(text).map((place) => `${table}.${column}: ${place}`),
    )
    .sort();
}
