import type { AnyProcedure, AnyRouter } from "@trpc/server";
import { z } from "zod";
import type { Model } from "@/src/access/grants";
import { namedModel } from "@/src/access/ids";
import type { ProcedureFacts } from "@/src/access/matrix/expectation";
import { procedureTable } from "./router";
import { readStamp } from "./seal";

/** What the access matrix needs of every procedure, read off the router itself, in the order of their paths. */
export function readFacts(of: AnyRouter): ProcedureFacts[] {
  return Object.entries(procedureTable(of))
    .map(([path, procedure]) => factsOf(path, procedure))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/**
 * Those of the application's own router. Found at call time: a procedure that asks is below that router, so the modules cannot
 * import each other when they load.
 */
export async function readOwnFacts(): Promise<ProcedureFacts[]> {
  const { appRouter } = await import("./root");
  return readFacts(appRouter);
}

function factsOf(path: string, procedure: AnyProcedure): ProcedureFacts {
  const stamp = readStamp(procedure);
  const { type, inputs } = procedure._def;
  if (!stamp) throw new Error(`The matrix cannot tell about "${path}".`);
  return { path, type, ...stamp, target: inputs.map(modelNamedBy).find(isNamed) ?? null };
}

/** The model of which an input names a row: that of its first field that is an id. What may be absent or null names none. */
function modelNamedBy(input: unknown): Model | null {
  if (!(input instanceof z.ZodObject)) return null;
  const fields: unknown[] = Object.values(input.shape);
  for (const field of fields) {
    const named = field instanceof z.ZodType ? namedModel.get(field) : undefined;
    if (named) return named.model;
  }
  return null;
}

function isNamed(model: Model | null): model is Model {
  return model !== null;
}
