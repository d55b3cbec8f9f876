import { z } from "zod";
import { readExport } from "@/src/server/db/export";
import type { Db } from "@/src/server/db/handle";

/** By the names of columns; a column that is added is in. */
const Row = z.record(z.string(), z.json());
const List = z.array(Row);

/** As app.export_person gives it: rows of the tables, by the names of their columns. */
const Document = z.object({
  /** Null where the mirror has not heard of the person. */
  profile: Row.nullable(),
  memberships: List,
  invitations: List,
  endedSessions: List,
  posts: List,
  /** Ids and times: the texts are the organization's. */
  projects: List,
  tasks: List,
  /** What the person did, of the audit trail. */
  acts: List,
  commands: List,
  syncRuns: List,
  /** What was heard of the person from Clerk, without the payloads. */
  deliveries: List,
});

export const PersonExport = Document.extend({
  /** Of the person. */
  id: z.string(),
  schemaVersion: z.literal(1),
  exportedAt: z.date(),
  /** Lists that hold as many as an export takes: there may be more. */
  cut: z.array(z.string()),
});

/** Rows of each list that an export takes; as the database has it. */
const limits = { posts: 200, other: 1_000 } as const;

/** All that is kept about a person. What the caller may have is the database's to say. */
export async function exportPerson(
  db: Db<"user"> | Db<"admin">,
  id: string,
): Promise<z.input<typeof PersonExport>> {
  const document = Document.parse(await readExport(db, id));
  const cut = Object.entries(document).flatMap(([name, list]) =>
    Array.isArray(list) && list.length >= (name === "posts" ? limits.posts : limits.other)
      ? [name]
      : [],
  );
  return { id, schemaVersion: 1, exportedAt: new Date(), cut, ...document };
}
