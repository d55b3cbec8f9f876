import type { z } from "zod";
import { AppError } from "@/src/access/errors";
import type { Db } from "@/src/server/db/handle";
import { cutPage, pageArgs, type PageInput } from "@/src/server/page";
import { findingsOf } from "./findings";
import type { Run } from "./schema";

type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>;

export async function listRuns(db: Db<"admin">, input: PageInput) {
  const rows = await db.syncRun.findMany(pageArgs("createdAt", input));
  const { items, nextCursor } = cutPage(rows, input.limit, ({ createdAt }) => createdAt);
  return { nextCursor, items: items.map(toRun) };
}

/** @throws AppError not_found */
export async function getRun(db: Db<"admin">, { id }: { readonly id: string }) {
  const row = await findRow(db, id);
  if (!row) throw new AppError("not_found");
  return toRun(row);
}

function findRow(db: Db<"admin">, id: string) {
  return db.syncRun.findFirst({ where: { id } });
}

function toRun({ found, ...row }: Row): z.input<typeof Run> {
  // Guarantee: CHECK constraints of the table hold kind and status to these words.
  const run = row as Omit<z.input<typeof Run>, "found">;
  return { ...run, found: findingsOf(run.kind, found) };
}
