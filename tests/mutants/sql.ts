import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Mutant } from "./mutant.ts";

const root = join(import.meta.dirname, "..", "..");

export function migrations(): string[] {
  return readdirSync(join(root, "prisma", "migrations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `prisma/migrations/${name}/migration.sql`)
    .sort();
}

/** The statements of a migration that start so, each with its semicolon. None of them has another one within. */
function statementsOf(file: string, start: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return text
    .split(/^(?=[A-Z])/m)
    .filter((part) => part.startsWith(start))
    .map((part) => part.slice(0, part.indexOf(";") + 1));
}

/** Row security off, for every table that a migration turns it on for. */
export function rowSecurityMutants(file: string, killers: readonly string[]): Mutant[] {
  return statementsOf(file, "ALTER TABLE").flatMap((find) => {
    const [, table] = /"public"\."(\w+)" ENABLE ROW LEVEL SECURITY;$/.exec(find) ?? [];
    if (table === undefined) return [];
    const guard = `row security is on for ${table}`;
    return [{ id: `row-security/${table}`, guard, file, find, replace: "", killers }];
  });
}

/**
 * Every condition of every policy of a migration taken away, one at a time: no policy can come without mutants. Policies that
 * let a role see every row have none, and what says that nobody may is turned round.
 */
export function policyMutants(file: string, killers: readonly string[]): Mutant[] {
  return statementsOf(file, "CREATE POLICY").flatMap((statement) => {
    const [, policy = "", table = ""] = /"(\w+)" ON "public"\."(\w+)"/.exec(statement) ?? [];
    return ["USING", "WITH CHECK"].flatMap((clause) => {
      const expression = expressionAfter(statement, `${clause} (`);
      return weakened(expression).map(({ without, rest }, index) => ({
        id: `policy/${table}.${policy}.${clause === "USING" ? "using" : "check"}-${index + 1}`,
        guard: `policy ${policy} of ${table} asks for ${oneLine(without)}`,
        file,
        find: statement,
        replace: statement.replace(`${clause} (${expression})`, () => `${clause} (${rest})`),
        killers,
      }));
    });
  });
}

interface Weakened {
  readonly without: string;
  readonly rest: string;
}

/** An expression without each of its conditions, also of those within a single EXISTS. */
function weakened(expression: string): Weakened[] {
  if (expression === "" || expression === "true") return [];
  const conditions = splitAnd(expression);
  return conditions.flatMap((without, index) => {
    const others = conditions.filter((_, other) => other !== index);
    const inner = /^(EXISTS \(\s*SELECT FROM .+? WHERE )(.+)(\))$/s.exec(without);
    const within = weakened(inner?.[2] ?? "").map((one) => ({
      without: one.without,
      rest: conditions
        .with(index, `${inner?.[1] ?? ""}${one.rest}${inner?.[3] ?? ""}`)
        .join(" AND "),
    }));
    return [...within, { without, rest: others.length > 0 ? others.join(" AND ") : "true" }];
  });
}

function expressionAfter(text: string, opening: string): string {
  const start = text.indexOf(opening);
  if (start < 0) return "";
  const from = start + opening.length;
  return text.slice(from, closingOf(text, from));
}

function closingOf(text: string, from: number): number {
  let depth = 1;
  let at = from;
  for (; at < text.length && depth > 0; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
  }
  return at - 1;
}

/** Splits at every AND that stands in no parenthesis. */
function splitAnd(expression: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const piece of expression.split(/(\(|\)|\sAND\s)/)) {
    if (piece === "(") depth += 1;
    if (piece === ")") depth -= 1;
    if (depth === 0 && /^\sAND\s$/.test(piece)) parts.push("");
    else parts.push(`${parts.pop() ?? ""}${piece}`);
  }
  return parts.map((part) => part.trim());
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll(`"`, "");
}
