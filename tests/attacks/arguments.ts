import type { Model } from "@/src/access/grants";
import { baseData, nestedData, scalarData } from "./data.ts";
import { isForeign } from "./rows.ts";
import { aimAt, conditionOf, shapeArguments, type Aim } from "./steps.ts";
import { uniqueKey, type Row } from "./shape.ts";

/** Where a call goes: through the handle of a gate, or by Prisma's own client in that gate's scope, past every type. */
export type Layer = "handle" | "raw";

interface Built {
  readonly args: Row;
  readonly foreign: boolean;
  readonly onlyForeign: boolean;
  readonly deletes: boolean;
}

/** The arguments of one of Prisma's operations, and what they aim at. */
export function argumentsOf(aim: Aim, model: Model, method: string, layer: Layer): Built {
  const { step } = aim;
  const target = aimAt(aim, model);
  const condition = conditionOf(aim, model);
  const unique = {
    where: target ? uniqueKey(model, target) : { id: "none" },
    foreign: target !== undefined && isForeign(aim.who, aim.gate, model, target),
  };
  const nested = step.data % (layer === "raw" ? 2 : 4) === 0;
  const written = (action: "create" | "update") =>
    (nested ? nestedData : scalarData)(aim, model, action);
  const made = (args: Row, foreign: boolean, onlyForeign = false, deletes = false): Built => ({
    args,
    foreign,
    onlyForeign,
    deletes: deletes || nested,
  });
  switch (method) {
    case "count":
      return made({ where: condition.where }, condition.foreign, condition.onlyForeign);
    case "aggregate":
      return made(
        { where: condition.where, _count: { _all: true } },
        condition.foreign,
        condition.onlyForeign,
      );
    case "groupBy":
      return made(
        {
          by: [Object.keys(unique.where).includes("key") ? "organizationId" : "id"],
          where: condition.where,
        },
        condition.foreign,
        condition.onlyForeign,
      );
    case "findUnique":
      return made({ where: unique.where }, unique.foreign, unique.foreign);
    case "create": {
      const { data, foreign } = written("create");
      return made({ data }, foreign);
    }
    case "createMany":
    case "createManyAndReturn": {
      const { data, foreign } = scalarData(aim, model, "create");
      const skipDuplicates =
        layer === "raw" && step.shape % 2 === 0 ? { skipDuplicates: true } : {};
      return made({ data: [data], ...skipDuplicates }, foreign);
    }
    case "update": {
      const { data, foreign } = written("update");
      return made({ where: unique.where, data }, unique.foreign || foreign, unique.foreign);
    }
    case "upsert":
      return made(
        {
          where: unique.where,
          create: baseData(aim, model, "create"),
          update: written("update").data,
        },
        unique.foreign,
      );
    case "updateMany":
    case "updateManyAndReturn": {
      const { data, foreign } = scalarData(aim, model, "update");
      return made(
        { where: condition.where, data },
        condition.foreign || foreign,
        condition.onlyForeign,
      );
    }
    case "delete":
      return made({ where: unique.where }, unique.foreign, unique.foreign, true);
    case "deleteMany":
      return made({ where: condition.where }, condition.foreign, condition.onlyForeign, true);
    default: {
      const shape = shapeArguments(aim, model);
      // Prisma's findFirst takes one row or refuses.
      const { take, ...others } = shape.args;
      const taken = method === "findMany" && take !== undefined ? { take } : {};
      return made(
        { where: condition.where, ...others, ...taken },
        condition.foreign || shape.foreign,
        condition.onlyForeign,
      );
    }
  }
}
