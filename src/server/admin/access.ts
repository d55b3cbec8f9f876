import type { z } from "zod";
import type { ProcedureFacts } from "@/src/access/matrix/expectation";
import { principalKeys, principalOf } from "@/src/access/matrix/principals";
import { pageRows, procedureRow, routeRows } from "@/src/access/matrix/table";
import { readOwnFacts } from "@/src/server/trpc/facts";
import type { AccessFilter, AccessMatrix } from "./access-schema";

/** The access matrix of the router that serves this very call, as far as the filter lets it through. */
export async function readAccess({
  search,
  gate,
  principal,
}: z.infer<typeof AccessFilter>): Promise<z.input<typeof AccessMatrix>> {
  const text = search.toLowerCase();
  const keys = principal ? [principal] : principalKeys;
  const all = await readOwnFacts();
  const procedures = all.filter(
    (procedure) => (!gate || procedure.gate === gate) && matches(procedure, text),
  );
  return {
    principals: keys.map((key) => {
      const { title, description } = principalOf(key);
      return { key, title, description };
    }),
    procedures: procedures.map((procedure) => procedureRow(procedure, keys)),
    pages: gate ? [] : pageRows(all, keys).filter(({ path }) => path.includes(text)),
    routes: gate
      ? []
      : routeRows(all, keys).filter(({ path }) => path.toLowerCase().includes(text)),
    total: all.length,
  };
}

function matches({ path, permission }: ProcedureFacts, search: string): boolean {
  return [path, permission ?? ""].some((text) => text.toLowerCase().includes(search));
}
