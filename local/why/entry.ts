import type pg from "pg";
import { AppError, type ErrorCode } from "@/src/access/errors";
import { mapFault } from "@/src/server/db/refusal";
import type { EntryClaims } from "@/src/server/db/scope";
import type { Layer, Reason } from "./answer.ts";
import { messageOf, undone } from "./database.ts";
import { countArguments, type Definitions, type SqlFunction } from "./sql/definitions.ts";

export interface Entered<T> {
  readonly layer: Layer;
  /** What was read behind the entry; null where it was refused or not tried. */
  readonly result: T | null;
}

/** Enters the database with the gate's claims, runs `read` there, and takes everything back. */
export async function enter<T>(
  client: pg.Client,
  claims: EntryClaims | null,
  letIn: boolean,
  definitions: Definitions,
  read: () => Promise<T>,
): Promise<Entered<T>> {
  const current = definitions.function("enter/1");
  if (!claims) {
    const text = "not asked: there are no claims to enter with";
    return { layer: layer("tells", null, [{ text, place: null }]), result: null };
  }
  const notes = await compareBody(client, current);
  try {
    const result = await undone(client, claims, read);
    const text = letIn ? "app.enter lets them in" : "app.enter by itself would let them in";
    return {
      layer: layer(letIn ? "allows" : "tells", null, [
        { text: `${text}, as gate_${claims.gate}`, place: current?.place ?? null },
        ...notes,
      ]),
      result,
    };
  } catch (thrown) {
    const error = unwrap(thrown);
    const fault = mapFault(error);
    const code: ErrorCode = fault instanceof AppError ? fault.code : "internal";
    const refused = letIn ? "app.enter refuses" : "app.enter would refuse too";
    return {
      layer: layer("refuses", code, [
        {
          text: `${refused}: ${stateOf(error)}${messageOf(error)}`,
          place: whereRaised(error, definitions) ?? current?.place ?? null,
        },
        ...notes,
      ]),
      result: null,
    };
  }
}

function layer(
  verdict: Layer["verdict"],
  code: ErrorCode | null,
  reasons: readonly Reason[],
): Layer {
  return { name: "entry", verdict, code, reasons };
}

/** What src/server/db/statement.ts wraps around an entry that could not run at all. */
function unwrap(error: unknown): unknown {
  return error instanceof Error && error.name === "EntryFailed" ? error.cause : error;
}

function stateOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? `${error.code} ` : "";
}

/** The line of the migration that raised it: PostgreSQL names the function and the line of its body. */
function whereRaised(error: unknown, definitions: Definitions): Reason["place"] {
  if (typeof error !== "object" || error === null || !("where" in error)) return null;
  const found = /function (?:app\.)?(\w+)(\(.*?\)) line (\d+)/.exec(String(error.where));
  if (!found) return null;
  const [, name = "", list = "", line] = found;
  const raised = definitions.function(`${name}/${countArguments(list)}`);
  if (!raised?.body) return null;
  return { file: raised.place.file, line: raised.body.line + Number(line) - 1 };
}

/** A database whose app.enter is not the migrations' own must not be explained by their lines without a word. */
async function compareBody(client: pg.Client, known: SqlFunction | null): Promise<Reason[]> {
  const { rows } = await client.query<{ body: string }>(
    `SELECT p.prosrc AS body FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname = 'app' AND p.proname = 'enter' AND p.pronargs = 1`,
  );
  if (known?.body && rows[0]?.body === known.body.text) return [];
  const text =
    "the database's app.enter is not that of prisma/migrations: run `npm run db -- status`";
  return [{ text, place: known?.place ?? null }];
}
