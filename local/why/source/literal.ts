import { endOfBrackets, splitAt, Unreadable, type Definition, type Place } from "./module.ts";

/** The properties of an object literal, by key; `definition` starts with its opening brace. */
export function readLiteral({ place, tokens }: Definition): Map<string, Definition> {
  if (tokens[0]?.text !== "{") throw new Unreadable("an object literal was expected", place);
  const inside = tokens.slice(1, endOfBrackets(tokens, 0) - 1);
  const properties = new Map<string, Definition>();
  for (const property of splitAt(inside, ",")) {
    const [key, next, ...value] = property;
    if (!key) continue;
    const at: Place = { file: place.file, line: key.line };
    if (key.kind !== "name" && key.kind !== "string")
      throw new Unreadable(`the property at "${key.text}" is not followed`, at);
    // A shorthand's value is its name.
    if (!next) properties.set(key.text, { place: at, tokens: [key] });
    else if (next.text === ":") properties.set(key.text, { place: at, tokens: value });
    else throw new Unreadable(`the property "${key.text}" is not followed`, at);
  }
  return properties;
}

/** Where a property of a property … of a literal is written; null where there is none. */
export function placeOf(definition: Definition, keys: readonly string[]): Place | null {
  const [key, ...rest] = keys;
  if (key === undefined) return definition.place;
  if (definition.tokens[0]?.text !== "{") return null;
  const property = readLiteral(definition).get(key);
  return property ? placeOf(property, rest) : null;
}
