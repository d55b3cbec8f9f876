import type { Gate } from "@/src/access/grants";
import { isPermission, type Permission } from "@/src/access/permissions";
import { readLiteral } from "./literal.ts";
import {
  endOfBrackets,
  Unreadable,
  type Definition,
  type Module,
  type Open,
  type Place,
} from "./module.ts";

/** A procedure as its router's source says. tests/unit/why/procedures.test.ts holds all of them to the stamps of the router itself. */
export interface Procedure {
  readonly path: string;
  readonly gate: Gate;
  /** Of the procedures that the gates make, the one that it was made with. */
  readonly maker: string;
  readonly permission: Permission | null;
  /** Whether it hands a command to Clerk. */
  readonly command: boolean;
  /** Whether it asks for a proof of who calls that is not old. */
  readonly fresh: boolean;
  /** Whether it goes on delivering. */
  readonly stream: boolean;
  readonly type: "query" | "mutation" | "subscription";
  readonly place: Place;
  /** What it is made of, and the module in which that is to be read. */
  readonly source: { readonly module: Module; readonly definition: Definition };
}

const makers: Readonly<Record<string, Gate>> = {
  publicProcedure: "public",
  protectedProcedure: "user",
  orgProcedure: "org",
  freshOrgProcedure: "org",
  orgStream: "org",
  adminProcedure: "admin",
  adminInquiry: "admin",
  protectedCommand: "user",
  freshProtectedCommand: "user",
  orgCommand: "org",
  freshOrgCommand: "org",
  adminCommand: "admin",
  freshAdminCommand: "admin",
};
const makersFile = "src/server/trpc/procedures";

/** Every procedure of the application by its path, read from the routers' sources: loading them would take longer than the rest. */
export function readProcedures(open: Open): ReadonlyMap<string, Procedure> {
  const found = open("src/server/trpc/root.ts").find("appRouter");
  if (!found) {
    throw new Unreadable("there is no appRouter", { file: "src/server/trpc/root.ts", line: 1 });
  }
  return new Map(
    collect(found.module, found.definition, "").map((procedure) => [procedure.path, procedure]),
  );
}

function collect(module: Module, definition: Definition, path: string): Procedure[] {
  const { tokens, place } = definition;
  const [first, second] = tokens;
  if (first?.text === "{") {
    return [...readLiteral(definition)].flatMap(([key, value]) =>
      collect(module, value, path === "" ? key : `${path}.${key}`),
    );
  }
  if (first?.text === "router" && second?.text === "(") {
    return collect(module, { place, tokens: tokens.slice(2, endOfBrackets(tokens, 1) - 1) }, path);
  }
  // The name of a router, or of a finished procedure, that is written elsewhere.
  const alone = tokens.length === 1 || second?.text === ";";
  const named = first?.kind === "name" && alone ? module.find(first.text) : null;
  if (named) return collect(named.module, named.definition, path);
  const builder = readBuilder(module, definition);
  if (builder?.type) {
    const { gate, maker, permission, type } = builder;
    const source = { module, definition };
    const command = maker.endsWith("Command");
    const fresh = maker.startsWith("fresh");
    const stream = maker.endsWith("Stream");
    return [{ path, gate, maker, permission, command, fresh, stream, type, place, source }];
  }
  throw new Unreadable(`the procedure or router "${path}" is not followed`, place);
}

interface Builder {
  readonly gate: Gate;
  readonly maker: string;
  readonly permission: Permission | null;
  /** Null until .query(), .mutation() or .subscription() has ended it. */
  readonly type: Procedure["type"] | null;
}

/** What a chain of calls builds on, and how it ends; null when it does not start from one of the four. */
function readBuilder(module: Module, { tokens, place }: Definition): Builder | null {
  const [first] = tokens;
  if (first?.kind !== "name") return null;
  const base = module.importOf(first.text);
  const gate = base?.file === makersFile ? makers[base.name] : undefined;
  if (!base || !gate) {
    const named = module.find(first.text);
    const below = named && readBuilder(named.module, named.definition);
    return below && { ...below, type: below.type ?? ending(tokens) };
  }
  const argument = tokens[2];
  const permission = gate === "org" && argument?.kind === "string" ? argument.text : null;
  if (gate === "org" && !isPermission(permission))
    throw new Unreadable("the permission is not written where the gate is called", place);
  return {
    gate,
    maker: base.name,
    permission: isPermission(permission) ? permission : null,
    type: ending(tokens),
  };
}

/** The last of .query(), .mutation() and .subscription() along a chain, not within its brackets. */
function ending(tokens: readonly Definition["tokens"][number][]): Procedure["type"] | null {
  let type: Procedure["type"] | null = null;
  for (let index = 1; index < tokens.length;) {
    const token = tokens[index];
    if (token?.text === ";") break;
    const text = token?.text;
    if (text === "query" || text === "mutation" || text === "subscription") type = text;
    index = token && "([{".includes(token.text) ? endOfBrackets(tokens, index) : index + 1;
  }
  return type;
}
