import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { tokenize, type Token } from "./tokens.ts";

/** Where something is written: a path from the project's folder, and a line. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** The source is written in a way that is not followed here. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
  constructor(what: string, place: Place) {
    super(`${place.file}:${place.line}: ${what}`);
  }
}

/** A named piece of source, without the name. */
export interface Definition {
  readonly place: Place;
  readonly tokens: readonly Token[];
}

/** A TypeScript file, as far as its top-level constants, functions and named imports go. */
export interface Module {
  readonly file: string;
  /** What `name` is set to or does, in this file or where it is imported from; null for what no file of the project defines. */
  find(name: string): { readonly module: Module; readonly definition: Definition } | null;
  /** The file, without its extension, and the name there, that an imported name stands for. */
  importOf(name: string): { readonly file: string; readonly name: string } | null;
}

/** Opens a file of the project by its path from the root. */
export type Open = (file: string) => Module;

/** Reads files of the project, each once. */
export function openSources(root: string): Open {
  const known = new Map<string, Module>();
  const open: Open = (file) => {
    const found = known.get(file);
    if (found) return found;
    const tokens = tokenize(readFileSync(path.join(root, file), "utf8"));
    const definitions = readDefinitions(file, tokens);
    const imports = readImports(file, tokens);
    const module: Module = {
      file,
      importOf: (name) => imports.get(name) ?? null,
      find: (name) => {
        const definition = definitions.get(name);
        if (definition) return { module, definition };
        const from = imports.get(name);
        const target = from && [".ts", ".tsx", "/index.ts"].map((end) => `${from.file}${end}`);
        const existing = target?.find((each) => existsSync(path.join(root, each)));
        return from && existing ? open(existing).find(from.name) : null;
      },
    };
    known.set(file, module);
    return module;
  };
  return open;
}

const starters = new Set(["import", "export", "const", "function", "class", "type", "interface"]);
starters.add("declare").add("async").add("let");

/** Top-level constants and functions, each up to where the next declaration starts. */
function readDefinitions(file: string, tokens: readonly Token[]): Map<string, Definition> {
  const starts = topLevel(tokens).filter((index) => starters.has(tokens[index]?.text ?? ""));
  const definitions = new Map<string, Definition>();
  for (const [position, index] of starts.entries()) {
    const word = tokens[index]?.text;
    const name = tokens[index + 1];
    if ((word !== "const" && word !== "function") || name?.kind !== "name") continue;
    const rest = tokens.slice(index + 2, starts[position + 1] ?? tokens.length);
    const body = word === "const" ? rest.slice(assignment(rest)) : rest;
    definitions.set(name.text, { place: { file, line: name.line }, tokens: body });
  }
  return definitions;
}

/** Behind the `=` of a constant; a type may stand before it. */
function assignment(tokens: readonly Token[]): number {
  return (
    1 +
    topLevel(tokens).findIndex(
      (index) => tokens[index]?.text === "=" && tokens[index + 1]?.text !== ">",
    )
  );
}

function readImports(file: string, tokens: readonly Token[]) {
  const imports = new Map<string, { file: string; name: string }>();
  for (const index of topLevel(tokens)) {
    if (tokens[index]?.text !== "import") continue;
    const open = index + (tokens[index + 1]?.text === "type" ? 2 : 1);
    if (tokens[open]?.text !== "{") continue;
    const close = endOfBrackets(tokens, open);
    const source = tokens[close + 1];
    if (source?.kind !== "string") continue;
    const target = resolve(file, source.text);
    for (const names of splitAt(tokens.slice(open + 1, close - 1), ",")) {
      const [imported, as, alias] = names.filter(({ text }) => text !== "type");
      if (!imported) continue;
      const local = as?.text === "as" && alias ? alias : imported;
      imports.set(local.text, { file: target, name: imported.text });
    }
  }
  return imports;
}

/** A file of the project by its path from the root, without its extension; a package by its name. */
function resolve(file: string, source: string): string {
  const plain = source.replace(/\.tsx?$/, "");
  if (plain.startsWith("@/")) return plain.slice(2);
  if (!plain.startsWith(".")) return plain;
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), plain));
}

const openers = "([{";
const closers = ")]}";

/** How the bracket depth changes with a token. */
function turn(token: Token | undefined): number {
  if (token?.kind !== "sign") return 0;
  if (openers.includes(token.text)) return 1;
  return closers.includes(token.text) ? -1 : 0;
}

/** The positions of the tokens that are in no bracket; an opening bracket is, a closing one is not. */
function topLevel(tokens: readonly Token[]): number[] {
  let depth = 0;
  return tokens.flatMap((token, index) => {
    const before = depth;
    depth += turn(token);
    return before === 0 ? [index] : [];
  });
}

/** Behind the bracket that closes the one at `open`. */
export function endOfBrackets(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    depth += turn(tokens[index]);
    if (depth === 0) return index + 1;
  }
  return tokens.length;
}

/** The pieces between separators that are in no bracket; empty ones are left out. */
export function splitAt(tokens: readonly Token[], separator: string): Token[][] {
  const cuts = topLevel(tokens).filter(
    (index) => tokens[index]?.kind === "sign" && tokens[index].text === separator,
  );
  const pieces = [...cuts, tokens.length].map((end, position) => {
    const before = cuts[position - 1];
    return tokens.slice(before === undefined ? 0 : before + 1, end);
  });
  return pieces.filter((piece) => piece.length > 0);
}
