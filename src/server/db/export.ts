import type { Delegates } from "./open";
import type { Db } from "./handle";
import { mapFault } from "./refusal";
import { runInScope, type Scope } from "./scope";

/** Rows of each list in an export. */
const limit = 1_000;

/** What each handle that may export was made from: the handle stays the proof that its gate ran. */
const sources = new WeakMap<object, { readonly client: Client; readonly scope: Scope }>();
type Client = Pick<Delegates, "$queryRaw">;

export function allowExport(handle: object, client: Client, scope: Scope): void {
  sources.set(handle, { client, scope });
}

/**
 * All that is kept about a person: to the user gate about the caller alone, to administrators about anybody. By a function of the
 * database's owner, which judges the claims itself: no gate may read all the tables that this reads.
 */
export function readExport(db: Db<"user"> | Db<"admin">, id: string): Promise<unknown> {
  const source = sources.get(db);
  if (!source) throw new Error("this handle exports nobody");
  const { client, scope } = source;
  return runInScope(scope, async () => {
    try {
      const rows = await client.$queryRaw<
        { document: unknown }[]
      >`SELECT app.export_person(${id}, ${limit}::int) AS document`;
      return rows[0]?.document;
    } catch (error) {
      throw mapFault(error);
    }
  });
}
