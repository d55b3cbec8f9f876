import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Model } from "@/src/access/grants";
import { models, tableOf } from "@/src/server/db/rights";

/** A model's fields as prisma/schema.prisma has them, so that a new model or relation is attacked without being listed here. */
export interface Shape {
  readonly scalars: readonly string[];
  readonly relations: readonly {
    readonly name: string;
    readonly model: Model;
    readonly list: boolean;
  }[];
}

export type Row = Readonly<Record<string, unknown>>;

const schema = readFileSync(
  fileURLToPath(new URL("../../prisma/schema.prisma", import.meta.url)),
  "utf8",
);

function readShape(model: Model): Shape {
  const block = new RegExp(`^model ${tableOf(model)} \\{\\n([^]*?)^\\}`, "m").exec(schema)?.[1];
  if (block === undefined) throw new Error(`The schema has no model ${tableOf(model)}.`);
  const scalars: string[] = [];
  const relations: { name: string; model: Model; list: boolean }[] = [];
  for (const [, name, type, suffix] of block.matchAll(/^ {2}(\w+) +(\w+)(\[\]|\?)?/gm)) {
    if (name === undefined) continue;
    const related = models.find((each) => tableOf(each) === type);
    if (related) relations.push({ name, model: related, list: suffix === "[]" });
    else scalars.push(name);
  }
  return { scalars, relations };
}

export const shapes = new Map(models.map((model) => [model, readShape(model)]));

export function shapeOf(model: Model): Shape {
  const shape = shapes.get(model);
  if (!shape) throw new Error(`No model ${model}.`);
  return shape;
}

/** The condition that one row meets, by its key. */
export function identify(model: Model, row: Row): Row {
  const { organizationId, userId, id } = row;
  if (model === "membership") return { organizationId, userId };
  return isKeyedByTenant(model) ? { organizationId, id } : { id };
}

/** The same as Prisma's unique operations take it. */
export function uniqueKey(model: Model, row: Row): Row {
  const identity = identify(model, row);
  return isKeyedByTenant(model) || model === "membership" ? { key: identity } : identity;
}

function isKeyedByTenant(model: Model): boolean {
  return new RegExp(
    `^model ${tableOf(model)} \\{\\n[^}]*@@id\\(\\[organizationId, id\\]`,
    "m",
  ).test(schema);
}

/** One of a list, by any number; deterministic, so that a run can be repeated and shrunk. */
export function pick<T>(from: readonly T[], number: number): T | undefined {
  return from.length === 0 ? undefined : from[number % from.length];
}
