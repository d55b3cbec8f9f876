/** A part of a post as it is shown. Inside a paragraph `code` stands between back quotes. */
export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "paragraph"; readonly text: string };

/**
 * The little that authors may do beyond paragraphs: a line that begins with `## `, lines that begin with `- `, and code between
 * two lines of three back quotes. Everything else is text, as it was typed; nothing becomes markup.
 */
export function readBody(body: string): Block[] {
  const blocks: Block[] = [];
  const lines = body.replaceAll("\r\n", "\n").split("\n");
  let gathered: string[] = [];
  const flush = (): void => {
    const block = blockOf(gathered);
    if (block) blocks.push(block);
    gathered = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const end = line.startsWith("```") ? lines.indexOf("```", at + 1) : -1;
    if (end !== -1) {
      flush();
      blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end;
    } else if (line.trim() === "") flush();
    else gathered.push(line);
  }
  flush();
  return blocks;
}

function blockOf(lines: readonly string[]): Block | null {
  const [first] = lines;
  if (first === undefined) return null;
  if (lines.length === 1 && first.startsWith("## "))
    return { kind: "heading", text: first.slice(3).trim() };
  if (lines.every((line) => line.startsWith("- ")))
    return { kind: "list", items: lines.map((line) => line.slice(2)) };
  return { kind: "paragraph", text: lines.join("\n") };
}
