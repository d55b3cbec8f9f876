import { syncTransaction } from "@/src/server/db/sync";
import { erasePerson, holdPeople } from "../erase";

/** People whose erasure one call finishes, and rows of each kind that one transaction erases. */
const people = 100;
const batch = 1_000;

/**
 * Finishes the erasure of people of whom more was stored than one transaction should erase.
 * @returns how many people were finished
 */
export async function finishErasures(most = batch): Promise<number> {
  const due = await syncTransaction((sql) =>
    sql.query<{ id: string }>(
      `SELECT "id" FROM "public"."User" WHERE "deleted" AND "erasedAt" IS NULL ORDER BY "id" LIMIT $1`,
      [people],
    ),
  );
  for (const { id } of due) {
    while (!(await eraseSome(id, most)));
  }
  return due.length;
}

function eraseSome(id: string, most: number): Promise<boolean> {
  return syncTransaction(async (sql) => {
    await holdPeople(sql, { kind: "user-deleted", id }, []);
    return erasePerson(sql, id, [], most);
  });
}
