import { invalidParam } from "../errors.ts";

/** What shortcodes can name, each looked up only when it is: `{{user.public_metadata.role}}` asks for `user`. */
export type Sources = Readonly<Record<string, () => unknown>>;

type Operand =
  { kind: "literal"; value: string | number | boolean } | { kind: "path"; keys: readonly string[] };

const SHORTCODE = /\{\{([^{}]*)\}\}/g;
const ONLY_A_SHORTCODE = /^\{\{([^{}]*)\}\}$/;
const OPERAND = /^\s*('[^']*'|[^'|]+?)\s*(?:\|\||$)/;
const PATH = /^[A-Za-z_]\w*(\.[^.]+)*$/;

/**
 * The claims of a template with the values in place of the shortcodes. A string that is nothing but one shortcode becomes
 * the value itself, whatever its type; inside a longer string the value becomes text.
 */
export function fillClaims(
  template: Readonly<Record<string, unknown>>,
  sources: Sources,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, fill(value, sources)]),
  );
}

function fill(value: unknown, sources: Sources): unknown {
  if (typeof value === "string") return fillText(value, sources);
  if (Array.isArray(value)) return value.map((one) => fill(one, sources));
  if (isRecord(value)) return fillClaims(value, sources);
  return value;
}

function fillText(text: string, sources: Sources): unknown {
  const only = ONLY_A_SHORTCODE.exec(text)?.[1];
  if (only !== undefined) return evaluate(only, sources);
  return text.replace(SHORTCODE, (_, expression: string) => {
    const value = evaluate(expression, sources);
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}

/** The first operand that is neither null nor false, or else the last one, whatever it is. */
function evaluate(expression: string, sources: Sources): unknown {
  let value: unknown = null;
  for (const operand of parse(expression)) {
    value = operand.kind === "literal" ? operand.value : lookUp(operand.keys, sources);
    if (value !== null && value !== false) return value;
  }
  return value;
}

/** null for whatever does not exist. */
function lookUp([root = "", ...keys]: readonly string[], sources: Sources): unknown {
  let value: unknown = Object.hasOwn(sources, root) ? sources[root]?.() : null;
  for (const key of keys) {
    value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : null;
  }
  return value ?? null;
}

function parse(expression: string): Operand[] {
  const operands: Operand[] = [];
  let rest: string | null = expression;
  while (rest !== null) {
    const match = OPERAND.exec(rest);
    if (!match?.[1]) throw invalidParam("claims", `{{${expression}}} is not a shortcode.`);
    operands.push(parseOperand(match[1], expression));
    rest = match[0].endsWith("||") ? rest.slice(match[0].length) : null;
  }
  return operands;
}

function parseOperand(text: string, expression: string): Operand {
  if (text.startsWith("'")) return { kind: "literal", value: text.slice(1, -1) };
  if (text === "true" || text === "false") return { kind: "literal", value: text === "true" };
  if (/^-?\d+(\.\d+)?$/.test(text)) return { kind: "literal", value: Number(text) };
  if (PATH.test(text)) return { kind: "path", keys: text.split(".") };
  throw invalidParam("claims", `${text} in {{${expression}}} is neither a value nor a shortcode.`);
}

/** @throws ClerkError when a shortcode cannot be read: better when it is written than when a token is made */
export function checkClaims(template: Readonly<Record<string, unknown>>): void {
  fillClaims(template, {});
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
