/** The id that a call was about, for the audit trail: the input's `id`, else that of what came back. Ids only, never content. */
export function subjectOf(input: unknown, output: unknown): string | null {
  return idOf(input) ?? idOf(output);
}

function idOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  // Raw input is not validated yet: keep what can be an id, and drop the rest.
  return typeof value.id === "string" && /^[\w-]{1,80}$/.test(value.id) ? value.id : null;
}
