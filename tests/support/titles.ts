import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A title as it is written. Where it is put together when it runs, a gap: what may fill it is written somewhere near. */
interface Pattern {
  /** Word for word, placeholders included. */
  readonly verbatim: string;
  readonly matcher: RegExp;
}

/** A test's titles from its outermost describe to its own. */
type Stack = readonly Pattern[];

/**
 * Whether a file has a test of this name: its title, or its titles from a describe down, put apart by " › ". What fills a gap
 * (`%s`, `$name`, `${…}`) must be written in the file, or in what it imports. A skipped test does not count.
 */
export function hasTest(file: string, name: string): boolean {
  if (!existsSync(path.join(root, file))) return false;
  const wanted = name.split(" › ");
  const sources = closure(file);
  const stacks = sources.filter(isTestCode).flatMap((source) => stacksOf(source));
  const written = new Set(sources.flatMap(writtenIn));
  return stacks.some((stack) => {
    const near = stack.slice(-wanted.length);
    return (
      near.length === wanted.length &&
      near.every((pattern, index) => fits(pattern, wanted[index] ?? "", written))
    );
  });
}

function fits({ verbatim, matcher }: Pattern, title: string, written: Set<string>): boolean {
  if (title === verbatim) return true;
  const gaps = matcher.exec(title);
  return gaps !== null && gaps.slice(1).every((gap) => written.has(gap));
}

/** The file and what it imports of the project, two steps far. */
function closure(file: string): ts.SourceFile[] {
  const found = new Map<string, ts.SourceFile>();
  let next = [path.join(root, file)];
  for (let step = 0; step <= 2; step += 1) {
    const imported: string[] = [];
    for (const name of next) {
      if (found.has(name) || name.includes("/generated/")) continue;
      const source = ts.createSourceFile(
        name,
        readFileSync(name, "utf8"),
        ts.ScriptTarget.Latest,
        true,
      );
      found.set(name, source);
      imported.push(...source.statements.flatMap((statement) => importOf(statement, name)));
    }
    next = imported;
  }
  return [...found.values()];
}

function importOf(statement: ts.Statement, from: string): string[] {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier))
    return [];
  const { text } = statement.moduleSpecifier;
  if (!text.startsWith(".") && !text.startsWith("@/")) return [];
  const base = text.startsWith("@/")
    ? path.join(root, text.slice(2))
    : path.resolve(path.dirname(from), text);
  return [base, `${base}.ts`, `${base}.tsx`].filter(
    (name) => /\.tsx?$/.test(name) && existsSync(name),
  );
}

function isTestCode({ fileName }: ts.SourceFile): boolean {
  return path.relative(root, fileName).startsWith(`tests${path.sep}`);
}

function stacksOf(source: ts.SourceFile): Stack[] {
  const stacks: Stack[] = [];
  const visit = (node: ts.Node, above: Stack): void => {
    if (ts.isCallExpression(node) && isSkipped(node)) return;
    const call = ts.isCallExpression(node) ? readCall(node) : null;
    if (call?.kind === "test") stacks.push([...above, call.title]);
    const within = call?.kind === "describe" ? [...above, call.title] : above;
    node.forEachChild((child) => visit(child, within));
  };
  visit(source, []);
  return stacks;
}

function isSkipped(call: ts.CallExpression): boolean {
  return /^(describe|test|it)\.(skip|skipIf|todo)\b/.test(call.expression.getText());
}

function readCall(call: ts.CallExpression): { kind: "describe" | "test"; title: Pattern } | null {
  const name = call.expression.getText().replace(/\s+/g, "");
  const head = /^(describe|test|it)(\.each|\.concurrent|\.sequential)*(?![.\w])/.exec(name);
  const title = call.arguments[0];
  // `it.each(table)` is a call by itself; the one that has the title is the call of what it returns.
  if (!head?.[1] || !title || (name === head[0] && name.endsWith(".each"))) return null;
  const kind = head[1] === "describe" ? "describe" : "test";
  return { kind, title: patternOf(title, name.includes(".each")) };
}

/** The pieces of a title between its gaps. */
function patternOf(title: ts.Expression, each: boolean): Pattern {
  let pieces: string[];
  if (ts.isStringLiteralLike(title)) pieces = [title.text];
  else if (ts.isTemplateExpression(title))
    pieces = [title.head.text, ...title.templateSpans.map((span) => span.literal.text)];
  else pieces = ["", ""];
  const verbatim = ts.isStringLiteralLike(title) ? title.text : title.getText();
  const between = each ? pieces.flatMap((piece) => piece.split(/%[sjdifoO#]|\$[\w.]+/)) : pieces;
  const escaped = between.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return { verbatim, matcher: new RegExp(`^${escaped.join("(.+?)")}$`, "s") };
}

/** What a source says in so many words: its texts and numbers, as they are and as JSON, and the names of its properties. */
function writtenIn(source: ts.SourceFile): string[] {
  const words: string[] = ["null", "true", "false", "undefined"];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) words.push(node.text, JSON.stringify(node.text));
    else if (ts.isNumericLiteral(node)) words.push(node.text);
    else if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node))
      words.push(node.name.getText());
    node.forEachChild(visit);
  };
  visit(source);
  return words;
}
