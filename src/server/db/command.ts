import { syncTransaction } from "./sync";

/** What became of a command. `unknown`: Clerk did not say, and it is to be found out. */
export interface Settlement {
  readonly status: "done" | "refused" | "unknown";
  /** As the audit trail says it: "done", or a code. */
  readonly outcome: string;
  /** What it is about, where that is known only now. */
  readonly subjectId?: string | null;
}

/** Writes down what became of a command, with its audit row. @returns whether that was news: it is settled once. */
export async function settleCommand(id: string, settlement: Settlement): Promise<boolean> {
  const { status, outcome, subjectId = null } = settlement;
  return syncTransaction(async (sql) => {
    const [row] = await sql.query<{ news: boolean }>(
      `SELECT app.settle_command($1, $2, $3, $4) AS news`,
      [id, status, outcome, subjectId],
    );
    return row?.news === true;
  });
}

/** A command whose end nobody wrote down: its process was killed, or Clerk did not say what it did. */
export interface OpenCommand {
  readonly id: string;
  readonly action: string;
  readonly actorId: string;
  readonly organizationId: string | null;
  readonly subjectId: string | null;
  readonly detail: string | null;
}

/** Commands that are not settled and were begun longer ago than so many milliseconds, the oldest first. */
export async function readOpenCommands(olderThan: number): Promise<OpenCommand[]> {
  return syncTransaction((sql) =>
    sql.query<OpenCommand>(
      `SELECT "id", "action", "actorId", "organizationId", "subjectId", "detail" FROM "public"."ClerkCommand"
       WHERE "status" IN ('begun', 'unknown') AND "createdAt" < now() - $1 * interval '1 millisecond'
       ORDER BY "createdAt", "id" LIMIT 200`,
      [olderThan],
    ),
  );
}
