/** Rows of which one of the fields contains the text, in capitals or not; no condition for an empty one. */
export function matching<F extends string>(search: string, fields: readonly F[]) {
  if (search === "") return {};
  // Prisma puts the text into a LIKE pattern as it is; people mean the characters.
  const literal = search.replace(/[\\%_]/g, "\\$&");
  const contains = { contains: literal, mode: "insensitive" } as const;
  // Guarantee: F are literals of the callers; TypeScript widens a computed key to string.
  return { OR: fields.map((field) => ({ [field]: contains }) as { [K in F]?: typeof contains }) };
}
