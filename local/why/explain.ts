import { createContext } from "@/src/server/trpc/context";
import { decide, type Answer, type Layer } from "./answer.ts";
import { undone, type Connection } from "./database.ts";
import { enter } from "./entry.ts";
import { NoAnswer } from "./failure.ts";
import { askGate, claimsOf } from "./gate.ts";
import { readMirror } from "./mirror.ts";
import { describeBacking, readBacking } from "./policies.ts";
import type { Question } from "./question.ts";
import { openAccess, type AccessSource } from "./source/access.ts";
import { openSources } from "./source/module.ts";
import { readProcedures, type Procedure } from "./source/procedures.ts";
import { usesOf } from "./source/uses.ts";
import { readDefinitions, type Definitions } from "./sql/definitions.ts";
import { didYouMean, suggest } from "./suggest.ts";
import { describeToken, imagineToken } from "./token.ts";
import { describeHandle, grantedTo } from "./types.ts";

/** What is read of the project's files. */
export interface Sources {
  readonly root: string;
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly access: AccessSource;
  readonly definitions: Definitions;
}

export function readSources(root: string): Sources {
  const open = openSources(root);
  return {
    root,
    procedures: readProcedures(open),
    access: openAccess(open),
    definitions: readDefinitions(root),
  };
}

/** Asks every layer in turn, and leaves the database as it was. @throws NoAnswer */
export async function explain(
  { root, procedures, access: source, definitions }: Sources,
  { client, tables, faults }: Connection,
  question: Question,
  now: Date = new Date(),
): Promise<Answer> {
  const procedure = findProcedure(procedures, question.procedure);
  const mirror = await readMirror(client, question);
  const token = imagineToken(question, mirror, now);
  const context = createContext(token.principal, "why");

  const granted = grantedTo(procedure, usesOf(procedure));
  const gate = askGate(root, procedure, context, source);
  const letIn = gate.verdict === "allows";
  const entered = await enter(client, claimsOf(procedure, context, letIn), letIn, definitions, () =>
    readBacking(client, tables, procedure.gate, granted, letIn),
  );
  const backing =
    entered.result ??
    (await undone(client, { gate: "sync" }, () =>
      readBacking(client, tables, procedure.gate, granted, false),
    ));

  const layers: Layer[] = [
    describeRouter(procedure, source),
    describeToken(token, mirror, procedure, source),
    describeHandle(procedure, granted, source),
    gate,
    entered.layer,
    describeBacking(procedure.gate, granted, backing, definitions, faults),
  ];
  const { as, organization } = question;
  return { procedure: procedure.path, as: as ?? "nobody", organization, ...decide(layers) };
}

function findProcedure(procedures: Sources["procedures"], path: string): Procedure {
  const found = procedures.get(path);
  if (found) return found;
  const suggestions = suggest(path, procedures.keys());
  throw new NoAnswer(`There is no procedure ${path}.${didYouMean(suggestions)}`);
}

function describeRouter(procedure: Procedure, source: AccessSource): Layer {
  const { maker, permission, type, place } = procedure;
  const made = permission ? `${maker}("${permission}")` : maker;
  return {
    name: "router",
    verdict: "tells",
    code: null,
    reasons: [
      { text: `a ${type} of ${made}`, place },
      { text: `${maker} is made here`, place: source.maker(maker) },
    ],
  };
}
