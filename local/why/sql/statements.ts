/** One statement of a migration, and the line on which it starts. Comments before it are left out. */
export interface Statement {
  readonly text: string;
  readonly line: number;
}

const piece =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|;|[^-/'"$;]+|[\s\S]/g;

/** Cuts SQL at the semicolons that are in no string, quoted name, comment or function body. */
export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  let line = 1;
  let text = "";
  let start = 0;
  for (const [found] of sql.matchAll(piece)) {
    const comment = found.startsWith("--") || found.startsWith("/*");
    if (found === ";") {
      if (start > 0) statements.push({ text: text.trimEnd(), line: start });
      text = "";
      start = 0;
    } else if (start > 0) {
      // A comment within a statement leaves its line breaks, so that lines can be counted in the text.
      text += comment ? found.replace(/[^\n]/g, "") : found;
    } else if (!comment && found.trim() !== "") {
      const blank = /^\s*/.exec(found)?.[0] ?? "";
      start = line + countBreaks(blank);
      text = found.slice(blank.length);
    }
    line += countBreaks(found);
  }
  if (start > 0) statements.push({ text: text.trimEnd(), line: start });
  return statements;
}

export function countBreaks(text: string): number {
  return text.split("\n").length - 1;
}
