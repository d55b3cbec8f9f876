import { classification, type Action, type Model } from "@/src/access/grants";
import { methodsOf } from "@/src/server/db/handle";
import type { Definition, Module } from "./module.ts";
import type { Procedure } from "./procedures.ts";

/** What a procedure does with its handle, as `project.delete`: read from its source and from the functions that it calls. */
export function usesOf({ source }: Procedure): ReadonlySet<`${Model}.${Action}`> {
  const uses = new Set<`${Model}.${Action}`>();
  const seen = new Set<Definition>();
  const visit = (module: Module, definition: Definition): void => {
    if (seen.has(definition) || !module.file.startsWith("src/server/")) return;
    seen.add(definition);
    const { tokens } = definition;
    for (const [index, token] of tokens.entries()) {
      if (token.kind !== "name") continue;
      const [, dot, model, , method] = tokens.slice(index, index + 5);
      const action = actionOf(method?.text);
      if (token.text === "db" && dot?.text === "." && isModel(model?.text) && action) {
        uses.add(`${model.text}.${action}`);
      }
      const called = dot?.text === "(" && tokens[index - 1]?.text !== ".";
      const found = called ? module.find(token.text) : null;
      if (found) visit(found.module, found.definition);
    }
  };
  visit(source.module, source.definition);
  return uses;
}

function isModel(name: string | undefined): name is Model {
  return name !== undefined && Object.hasOwn(classification, name);
}

const actions = ["read", "create", "update", "delete"] as const satisfies readonly Action[];

function actionOf(method: string | undefined): Action | undefined {
  return actions.find((action) => methodsOf[action].some((name) => name === method));
}
