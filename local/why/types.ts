import { grantedActions, type Action, type Model } from "@/src/access/grants";
import { reaches, reachOf } from "@/src/access/reach";
import { methodsOf } from "@/src/server/db/handle";
import type { Layer, Reason } from "./answer.ts";
import type { AccessSource } from "./source/access.ts";
import type { Procedure } from "./source/procedures.ts";

/** An action that a procedure's handle grants, and whether the procedure does it. */
export interface GrantedAction {
  readonly model: Model;
  readonly action: Action;
  readonly used: boolean;
}

/** All that the handle of a procedure can do; what the procedure does comes first. A query's handle has the reading methods alone. */
export function grantedTo(
  { gate, permission, type }: Procedure,
  uses: ReadonlySet<`${Model}.${Action}`>,
): GrantedAction[] {
  const granted = [...grantedActions(gate, permission ?? undefined)].flatMap(([model, actions]) =>
    [...actions]
      .filter((action) => type === "mutation" || action === "read")
      .map((action) => ({ model, action, used: uses.has(`${model}.${action}`) })),
  );
  return granted.sort((a, b) => Number(b.used) - Number(a.used));
}

/** Marks what is beside the point. */
export function alsoOf({ model, action, used }: GrantedAction): { also?: string } {
  return used ? {} : { also: `${model} ${action}` };
}

/** What `ctx.db` is. Nothing is refused here: what the type lacks does not compile, and the handle lacks it too. */
export function describeHandle(
  { gate, permission, type: kind }: Procedure,
  granted: readonly GrantedAction[],
  source: AccessSource,
): Layer {
  const type = permission ? `Db<"${gate}", "${permission}">` : `Db<"${gate}">`;
  const reasons: Reason[] = [
    {
      text: `ctx.db is ${type}${kind !== "mutation" ? ", in a query with its reading methods" : ""}`,
      place: null,
    },
  ];
  for (const { model, action, used } of granted) {
    const methods = methodsOf[action].join(", ");
    const reach = reachOf(gate, model);
    reasons.push({
      text: `${model} ${action}: ${methods}${reach ? ` (${reaches[reach]})` : ""}`,
      place: source.grant(gate, permission, model, action),
      ...alsoOf({ model, action, used }),
    });
  }
  return { name: "types", verdict: "allows", code: null, reasons };
}
