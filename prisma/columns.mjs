// What each column holds, as schema.prisma says behind it. Written next to the client that is generated from the same file.

export const columnClasses = ["personal", "pseudonym", "content", "payload", "tenant", "technical"];

/**
 * The class of every column, by table.
 * @param {string} schema the text of schema.prisma
 * @returns {Record<string, Record<string, string>>}
 * @throws Error naming every column that has no class, or one that does not exist
 */
export function readColumns(schema) {
  const models = [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)];
  const names = new Set(models.map(([, name]) => name));
  const faults = [];
  const tables = {};
  for (const [, table, body] of models) {
    tables[table] = {};
    for (const line of body.split("\n")) {
      const [, column, type] = /^\s+(\w+)\s+(\w+)/.exec(line) ?? [];
      // What has another model for its type is a relation, and no column.
      if (column === undefined || names.has(type)) continue;
      const [, word] = / \/\/\/ @(\w+)$/.exec(line) ?? [];
      if (columnClasses.includes(word)) tables[table][column] = word;
      else faults.push(`${table}.${column}`);
    }
  }
  if (faults.length > 0)
    throw new Error(
      `${faults.join(", ")}: say behind the column in prisma/schema.prisma what it holds (/// @${columnClasses.join(", @")})`,
    );
  return tables;
}

/** The module that the application reads. @param {Record<string, Record<string, string>>} tables */
export function writeColumns(tables) {
  return `// Made by prisma/generate.mjs from schema.prisma.\n\nexport const columns = ${JSON.stringify(tables, null, 2)} as const;\n`;
}
