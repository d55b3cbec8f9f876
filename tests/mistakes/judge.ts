import { fileURLToPath } from "node:url";
import { ESLint, type Linter } from "eslint";
import type ts from "typescript";
import tseslint from "typescript-eslint";
import { diagnosticsOf, pathOf, programOf, textOf } from "../types/compile.ts";

/** A mistake that people make, in the place where they make it, and beside it what the refusal leads to. */
export interface Mistake {
  readonly title: string;
  /** A file of the project that the code stands in for. */
  readonly file: string;
  readonly mistake: string;
  /** All that refuses it, in the order of what is said: "compiler TS2322", "lint gatehouse/walls". */
  readonly refused: readonly string[];
  /** The part of a message that says what to do instead. */
  readonly advice: string;
  readonly right: string;
}

export interface Finding {
  readonly by: "compiler" | "lint";
  readonly rule: string;
  readonly text: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What the project's compiler and lint say of each code, all rules that need types included. */
export async function judge(
  codes: readonly { readonly file: string; readonly code: string }[],
): Promise<Finding[][]> {
  const texts = new Map(codes.map(({ file, code }, index) => [beside(file, index), code]));
  const program = programOf(texts);
  const lint = lintOf(program);
  const findings: Finding[][] = [];
  for (const [index, { file, code }] of codes.entries()) {
    const name = beside(file, index);
    const compiled = diagnosticsOf(program, name).map((one): Finding => ({
      by: "compiler",
      rule: `TS${one.code}`,
      text: textOf(one),
    }));
    const linted = await lint(file, name, code);
    // What does not compile confuses the rules that read types; ours still say what is meant.
    const trusted = compiled.length === 0 ? linted : linted.filter(({ rule }) => isOurs(rule));
    findings.push([...compiled, ...trusted]);
  }
  return findings;
}

/** Each code gets a file of its own beside the one it stands in for, so that relative imports mean the same. */
function beside(file: string, index: number): string {
  return file.replace(/(\.tsx?)$/, `.mistake-${index}$1`);
}

function isOurs(rule: string): boolean {
  return rule.startsWith("gatehouse/") || rule === "no-restricted-syntax";
}

// Guarantee: the parser of typescript-eslint takes its options second, as ESLint passes them; its type leaves them out.
const parse = tseslint.parser.parseForESLint as unknown as (
  text: string,
  options: object,
) => Linter.ESLintParseResult;

function lintOf(program: ts.Program) {
  let name = "";
  // The rules go by the real file's name, the types by the one that the program knows.
  const parser = {
    meta: { name: "mistakes", version: "1" },
    parseForESLint: (text: string, options: Record<string, unknown>) =>
      parse(text, {
        ...options,
        projectService: false,
        programs: [program],
        filePath: pathOf(name),
      }),
  };
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: [{ files: ["**/*.{ts,tsx}"], languageOptions: { parser } }],
  });
  return async (file: string, inProgram: string, code: string): Promise<Finding[]> => {
    name = inProgram;
    const [result] = await eslint.lintText(code, { filePath: `${root}${file}` });
    return (result?.messages ?? []).map(({ ruleId, message }) => ({
      by: "lint",
      rule: ruleId ?? "fatal",
      text: message,
    }));
  };
}
