/** What is wrong with a piece of XML such as ours: one element, no comments, no CDATA. Null when nothing is. */
export function faultOf(xml: string): string | null {
  const open: string[] = [];
  const tokens = xml.matchAll(
    /<(\/?)([a-z]+)((?:\s+[A-Za-z][\w:-]*="[^"<]*")*)\s*(\/?)>|&#\d+;|[<&][^\n]{0,30}/g,
  );
  for (const [token, end, name, attributes = "", empty] of tokens) {
    if (/^&#\d+;$/.test(token)) continue;
    if (name === undefined) return `neither a tag nor text: ${token}`;
    if (/&(?!#\d+;)/.test(attributes)) return `a bare ampersand: ${token}`;
    const names = [...attributes.matchAll(/([A-Za-z][\w:-]*)="/g)].map(
      ([, attribute]) => attribute,
    );
    if (new Set(names).size !== names.length) return `an attribute twice: ${token}`;
    if (end) {
      if (open.pop() !== name) return `closed, but not open: ${token}`;
    } else if (!empty) open.push(name);
  }
  return open.length > 0 ? `not closed: ${open.join(", ")}` : null;
}
