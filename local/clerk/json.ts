/** Deeper than anybody needs, and not so deep that writing it down would exhaust the stack. */
const DEEPEST = 100;

/** @throws SyntaxError when the text is not JSON, and when it is too deep to be kept */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (isDeeperThan(DEEPEST, value)) throw new SyntaxError("The JSON is nested too deeply.");
  return value;
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeeperThan(levels - 1, one));
}
