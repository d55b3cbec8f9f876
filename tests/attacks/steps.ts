import fc from "fast-check";
import type { Gate, Model } from "@/src/access/grants";
import { tableOf } from "@/src/server/db/rights";
import { isForeign, type World } from "./rows.ts";
import { identify, pick, shapeOf, uniqueKey, type Row } from "./shape.ts";
import type { Principal } from "./world.ts";

/** One call, as numbers: they pick among what there is, so that any shrunk step is still a step. */
export interface Step {
  /** The gate (and permission) among the principal's. */
  readonly view: number;
  readonly model: number;
  readonly method: number;
  /** Whether to aim at somebody else's row. */
  readonly foreign: boolean;
  readonly target: number;
  readonly where: number;
  readonly shape: number;
  readonly data: number;
  /** Through a procedure of the router instead of the handle. */
  readonly procedure: boolean;
}

/** What one principal does, one call after another; `together` is in one transaction. */
export interface Sequence {
  readonly principal: number;
  readonly together: boolean;
  readonly steps: readonly Step[];
}

const number = fc.nat({ max: 9_999 });
const step: fc.Arbitrary<Step> = fc.record({
  view: number,
  model: number,
  method: number,
  foreign: fc.integer({ min: 0, max: 9 }).map((of) => of < 7),
  target: number,
  where: number,
  shape: number,
  data: number,
  procedure: fc.integer({ min: 0, max: 9 }).map((of) => of === 9),
});
const sequence: fc.Arbitrary<Sequence> = fc.record({
  principal: number,
  together: fc.integer({ min: 0, max: 3 }).map((of) => of === 3),
  steps: fc.array(step, { minLength: 1, maxLength: 4, size: "max" }),
});
/** Sequences of several principals at once, over one pool. */
export const interleaving = fc.array(sequence, { minLength: 1, maxLength: 8, size: "max" });

export interface Aim {
  readonly who: Principal;
  readonly gate: Gate;
  readonly world: World;
  readonly step: Step;
}

/** A row of a model to aim at: somebody else's or the principal's own, where there is one. */
export function aimAt({ who, gate, world, step }: Aim, model: Model, turn = 0): Row | undefined {
  const rows = world.rows.get(model) ?? [];
  const wanted = rows.filter((row) => isForeign(who, gate, model, row) === step.foreign);
  return pick(wanted.length > 0 ? wanted : rows, step.target + turn);
}

export interface Condition {
  readonly where: Row;
  /** Whether only somebody else's rows meet it, so that nothing at all may come of it. */
  readonly onlyForeign: boolean;
  /** Whether it names or reaches for somebody else's row. All rows at once are not counted: they are one's own as well. */
  readonly foreign: boolean;
}

/** A condition around a target: its key, everything, everything but one's own, or a way there through relations. */
export function conditionOf(aim: Aim, model: Model): Condition {
  const target = aimAt(aim, model);
  const foreign = target !== undefined && isForeign(aim.who, aim.gate, model, target);
  if (!target) return { where: {}, onlyForeign: false, foreign: false };
  const identity = identify(model, target);
  const exact = { where: identity, onlyForeign: foreign, foreign };
  const relations = shapeOf(model).relations;
  const own = aim.who.organization;
  const organizationId = target["organizationId"];
  switch (aim.step.where % 12) {
    case 0:
    case 1:
      return exact;
    case 2:
    case 3:
    case 4:
      return { where: {}, onlyForeign: false, foreign: false };
    case 5:
      return { where: { OR: [identity, { NOT: identity }] }, onlyForeign: false, foreign };
    case 6:
      return own !== null && shapeOf(model).scalars.includes("organizationId")
        ? {
            where: { NOT: { organizationId: own } },
            onlyForeign: aim.gate === "org",
            foreign: true,
          }
        : { where: { NOT: { AND: [identity] } }, onlyForeign: false, foreign };
    case 7:
      return typeof organizationId === "string"
        ? { where: { organizationId: { in: [organizationId] } }, onlyForeign: false, foreign }
        : exact;
    default:
      return pick(relations, aim.step.shape) ? throughRelation(aim, model) : exact;
  }
}

function throughRelation(aim: Aim, model: Model): Condition {
  const relation = pick(shapeOf(model).relations, aim.step.shape);
  const next = relation && aimAt(aim, relation.model);
  if (!relation || !next) return { where: {}, onlyForeign: false, foreign: false };
  const foreign = isForeign(aim.who, aim.gate, relation.model, next);
  // One step further on, when the numbers say so: to whatever leads from there to the target's neighbours.
  const further =
    aim.step.where >= 5_000 ? pick(shapeOf(relation.model).relations, aim.step.target) : null;
  const last = further ? aimAt(aim, further.model, 1) : undefined;
  const inner: Row =
    further && last
      ? { [further.name]: { [further.list ? "some" : "is"]: identify(further.model, last) } }
      : identify(relation.model, next);
  const reached = further && last ? isForeign(aim.who, aim.gate, further.model, last) : foreign;
  const mode = relation.list
    ? (["some", "none", "every"] as const)[aim.step.data % 3]
    : (["is", "isNot"] as const)[aim.step.data % 2];
  const positive = mode === "some" || mode === "is";
  return {
    where: { [relation.name]: { [mode ?? "is"]: inner } },
    // Whoever meets this is, or is related to, what the principal may not see: even a yes would tell them something.
    onlyForeign: positive && reached && aim.gate !== "admin",
    foreign: reached,
  };
}

/** What a read asks for besides its condition: everything related, what the gate may read of it, a foreign cursor, an order through relations. */
export function shapeArguments(aim: Aim, model: Model): { args: Row; foreign: boolean } {
  const { step, gate, world } = aim;
  const { relations } = shapeOf(model);
  const target = aimAt(aim, model, 2);
  switch (step.shape % 8) {
    case 0:
      return { args: {}, foreign: false };
    case 1:
      return { args: includeAll(model, 1 + (step.shape % 3)), foreign: false };
    case 2:
    case 3:
    case 4:
      return {
        args: { select: selectGranted(world, gate, model, 1 + (step.shape % 4)) },
        foreign: false,
      };
    case 5:
      return target
        ? {
            args: {
              cursor: uniqueKey(model, target),
              skip: step.data % 2,
              take: step.data % 3 ? 20 : -20,
            },
            foreign: isForeign(aim.who, gate, model, target),
          }
        : { args: {}, foreign: false };
    case 6: {
      const relation = pick(relations, step.data);
      if (!relation) return { args: { orderBy: { id: "desc" } }, foreign: false };
      const field = shapeOf(relation.model).scalars[0] ?? "id";
      return {
        args: {
          orderBy: { [relation.name]: relation.list ? { _count: "desc" } : { [field]: "asc" } },
        },
        foreign: false,
      };
    }
    default:
      return { args: { distinct: [shapeOf(model).scalars[0]], take: 50 }, foreign: false };
  }
}

function includeAll(model: Model, depth: number): Row {
  const { relations } = shapeOf(model);
  if (relations.length === 0) return {};
  const inner = (related: Model): unknown => {
    const deeper = depth > 1 ? includeAll(related, depth - 1) : {};
    return Object.keys(deeper).length > 0 ? deeper : true;
  };
  return { include: Object.fromEntries(relations.map(({ name, model: to }) => [name, inner(to)])) };
}

/** Everything that the gate's column grants leave readable, so that it is row security alone that decides. */
function selectGranted(world: World, gate: Gate, model: Model, depth: number): Row {
  const readable = world.columns.get(`${gate} ${tableOf(model)}`) ?? [];
  const { scalars, relations } = shapeOf(model);
  const chosen: [string, unknown][] = scalars
    .filter((name) => readable.includes(name))
    .map((name) => [name, true]);
  if (depth > 0) {
    for (const relation of relations) {
      if (!world.columns.has(`${gate} ${tableOf(relation.model)}`)) continue;
      chosen.push([
        relation.name,
        { select: selectGranted(world, gate, relation.model, depth - 1) },
      ]);
    }
  }
  // What may not be read at all is asked for all the same.
  return chosen.length > 0 ? Object.fromEntries(chosen) : { [scalars[0] ?? "id"]: true };
}
