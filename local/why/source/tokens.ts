/** A piece of TypeScript, as far as finding definitions needs it. Comments are none. */
export interface Token {
  readonly kind: "name" | "string" | "other" | "sign";
  /** As written; of a string, what it says. */
  readonly text: string;
  readonly line: number;
}

/**
 * Cuts TypeScript into tokens. The compiler's own parser would take most of the second that the command has; this one knows
 * comments, strings, templates and regular expressions, so that no bracket or comma inside them counts.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const rest = pattern(tokens.at(-1));
    rest.lastIndex = at;
    const found = rest.exec(text);
    const piece = found?.[0] ?? text.charAt(at);
    const end = piece === "`" ? endOfTemplate(text, at) : at + piece.length;
    const whole = text.slice(at, end);
    const token = tokenOf(whole, found?.groups ?? {}, line);
    if (token) tokens.push(token);
    line += whole.split("\n").length - 1;
    at = end;
  }
  return tokens;
}

const blank = String.raw`(?<blank>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)`;
const quoted = String.raw`(?<quoted>"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')`;
const name = String.raw`(?<name>[A-Za-z_$][\w$]*)`;
const number = String.raw`(?<other>\d[\w.]*)`;
const expression = String.raw`(?<regex>\/(?:[^\/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*)`;
const sign = String.raw`(?<sign>[\s\S])`;
const afterValue = new RegExp([blank, quoted, name, number, sign].join("|"), "y");
const afterSign = new RegExp([blank, quoted, name, number, expression, sign].join("|"), "y");

/** Behind a value a slash divides, elsewhere it opens a regular expression. */
function pattern(before: Token | undefined): RegExp {
  const value =
    before !== undefined &&
    (before.kind === "sign" ? ")]}".includes(before.text) : before.text !== "return");
  return value ? afterValue : afterSign;
}

function tokenOf(
  text: string,
  groups: Readonly<Record<string, string | undefined>>,
  line: number,
): Token | null {
  if (groups["blank"] !== undefined) return null;
  if (groups["name"] !== undefined) return { kind: "name", text, line };
  if (groups["quoted"] !== undefined) {
    return { kind: "string", text: text.slice(1, -1).replace(/\\(.)/g, "$1"), line };
  }
  return { kind: text.length === 1 && groups["sign"] !== undefined ? "sign" : "other", text, line };
}

/** Behind the closing backtick; templates may stand in a template's `${}`. */
function endOfTemplate(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== "`") {
    if (text.startsWith("${", at)) at = endOfHole(text, at + 2);
    else at += text.charAt(at) === "\\" ? 2 : 1;
  }
  return at + 1;
}

function endOfHole(text: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < text.length && depth > 0) {
    const character = text.charAt(at);
    if (character === "`") {
      at = endOfTemplate(text, at);
      continue;
    }
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    at += 1;
  }
  return at;
}
