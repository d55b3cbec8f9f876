import { grantedActions, type Action, type Gate, type Model } from "@/src/access/grants";
import type { Permission } from "@/src/access/permissions";
import { database } from "@/src/server/db/database";
import { openReader, runAudited, type Entry } from "@/src/server/db/gate";
import { methodsOf } from "@/src/server/db/handle";
import { actions, everyPermission, isGranted, models } from "@/src/server/db/rights";
import { runInScope, Scope } from "@/src/server/db/scope";
import { nowSeconds } from "../support/principals.ts";
import { argumentsOf, type Layer } from "./arguments.ts";
import type { Aim, Step } from "./steps.ts";
import { pick } from "./shape.ts";
import type { Principal } from "./world.ts";

/** A call ready to be made, and what may come of it. */
export interface Call {
  readonly gate: Gate;
  readonly label: string;
  readonly args: unknown;
  readonly foreign: boolean;
  /** Nothing may come back: the call asks for somebody else's rows alone. */
  readonly onlyForeign: boolean;
  readonly writes: boolean;
  /** May take rows of the principal's own away. */
  readonly deletes: boolean;
  run(via?: Delegates): Promise<unknown>;
}

type Delegates = Readonly<
  Record<string, Readonly<Record<string, (args: unknown) => Promise<unknown>>>>
>;

export interface View {
  readonly gate: Gate;
  readonly permission?: Permission;
}

/** Where most steps of a run are turned to; the rest stay as they are. */
export interface Focus {
  readonly gate: Gate;
  readonly model: Model;
  readonly action: Action;
}

export function viewsOf(who: Principal, focus?: Focus): readonly View[] {
  const views = allViewsOf(who);
  const turned = views.filter(({ gate }) => gate === focus?.gate);
  return turned.length > 0 ? turned : views;
}

function allViewsOf(who: Principal): readonly View[] {
  const views: View[] = [{ gate: "public" }];
  if (who.user !== null) views.push({ gate: "user" }, { gate: "user" });
  if (who.organization !== null)
    views.push(...everyPermission.map((permission) => ({ gate: "org", permission }) as const));
  if (who.platformAdmin) views.push({ gate: "admin" }, { gate: "admin" });
  return views;
}

const issuedAt = nowSeconds();

export function entryOf(who: Principal, { gate, permission }: View): Entry<Gate, Permission> {
  const person = { user: who.user ?? undefined, session: `sess_${who.user ?? ""}`, issuedAt };
  if (gate === "public") return { gate, claims: {} };
  if (gate === "admin") return { gate, claims: { ...person, admin: true } };
  if (gate === "user" || !permission) return { gate, claims: person };
  const organizationId = who.organization ?? "";
  return {
    gate,
    claims: {
      ...person,
      organization: organizationId,
      role: who.tokenRole,
      required: permission,
    },
    tenant: { permission, organizationId },
  };
}

const rawMethods = [
  ...Object.values(methodsOf).flat(),
  "findUnique",
  "findFirstOrThrow",
  "aggregate",
  "groupBy",
  "upsert",
  "createManyAndReturn",
  "updateManyAndReturn",
];

export function callOf(
  aim: Omit<Aim, "gate">,
  view: View,
  layer: Layer,
  focus?: Focus,
): Call | null {
  const { step, who } = aim;
  const { gate } = view;
  const chosen = layer === "raw" ? chooseAny(view, step, focus) : chooseGranted(view, step, focus);
  if (!chosen) return null;
  const { model, method } = chosen;
  const built = argumentsOf({ ...aim, gate }, model, method, layer);
  const writes = /^(create|update|upsert|delete)/.test(method);
  const entry = entryOf(who, view);
  const send = (delegates: Delegates): Promise<unknown> => {
    const start = delegates[model]?.[method];
    if (!start) throw new Error(`${gate} has no ${model}.${method}`);
    return start(built.args);
  };
  return {
    ...built,
    gate,
    label: `${who.name} at ${gate}${view.permission ? `(${view.permission})` : ""}, ${layer}: ${model}.${method}`,
    writes,
    async run(via) {
      if (via) return send(via);
      if (layer === "raw") {
        const scope = new Scope({ ...entry.claims, gate, write: writes || step.data % 2 === 0 });
        return runInScope(scope, async () => await send(delegatesOf(database().prisma)));
      }
      if (!writes) return send(delegatesOf(openReader(entry)));
      let answer: unknown;
      await mutate(entry, async (delegates) => {
        answer = await send(delegates);
        return true;
      });
      return answer;
    },
  };
}

/** One transaction of the gate's; rolled back when `run` gives false. */
export async function mutate(
  entry: Entry<Gate, Permission>,
  run: (delegates: Delegates) => Promise<boolean>,
): Promise<void> {
  await runAudited(
    entry,
    "mutation",
    async (db) => ({ ok: await run(delegatesOf(db)) }),
    () => ({ action: "attack", subjectId: null }),
  );
}

/** What the types would not let through is what this is for. */
function delegatesOf(handle: object): Delegates {
  return handle as Delegates;
}

interface Chosen {
  readonly model: Model;
  readonly method: string;
}

function chooseGranted({ gate, permission }: View, step: Step, focus?: Focus): Chosen | null {
  const granted = grantedActions(gate, permission);
  if (focus && granted.get(focus.model)?.has(focus.action)) return chooseFocus(focus, step);
  const [model, actions] = pick([...granted], step.model) ?? [];
  if (!model || !actions) return null;
  const method = pick(
    [...actions].flatMap((action) => methodsOf[action]),
    step.method,
  );
  return method ? { model, method } : null;
}

/** Any model, though two times in three one that the gate knows: elsewhere the privileges refuse at once. */
function chooseAny({ gate }: View, step: Step, focus?: Focus): Chosen | null {
  if (focus) return chooseFocus(focus, step);
  const known = models.filter((model) => actions.some((action) => isGranted(gate, model, action)));
  const model = pick(step.data % 3 === 0 ? models : known, step.model);
  const method = pick(rawMethods, step.method);
  return model && method ? { model, method } : null;
}

function chooseFocus({ model, action }: Focus, step: Step): Chosen | null {
  const method = pick(methodsOf[action], step.method);
  return method ? { model, method } : null;
}
