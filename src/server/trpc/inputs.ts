import type { AnyProcedure } from "@trpc/server";

/** A schema as tRPC keeps it; every one of ours is zod's. */
interface InputSchema {
  safeParseAsync(input: unknown): Promise<{ success: boolean; data?: unknown }>;
}

const schemas = new Map<string, readonly unknown[]>();

/** Remembers what the procedures take, by their paths. A call's path starts at the root, whose names are the last to be given. */
export function rememberInputs(table: Readonly<Record<string, AnyProcedure>>): void {
  for (const [path, { _def: definition }] of Object.entries(table)) {
    if ("inputs" in definition && Array.isArray(definition.inputs))
      schemas.set(path, definition.inputs);
  }
}

/** The input of a call as the procedure's own schema reads it, or null where it does not. */
export async function readInput(path: string, raw: unknown): Promise<unknown> {
  const [schema, ...more] = schemas.get(path) ?? [];
  if (more.length > 0 || !isSchema(schema)) return null;
  const parsed = await schema.safeParseAsync(raw);
  return parsed.success ? parsed.data : null;
}

function isSchema(value: unknown): value is InputSchema {
  return (
    typeof value === "object" &&
    value !== null &&
    "safeParseAsync" in value &&
    typeof value.safeParseAsync === "function"
  );
}
