/**
 * The id that a call was about, for the audit trail: that of what came back. Never the input's: what a caller merely claims,
 * in a field that no schema asked for perhaps, is no evidence.
 */
export function subjectOf(output: unknown): string | null {
  if (typeof output !== "object" || output === null || !("id" in output)) return null;
  return typeof output.id === "string" && /^[\w-]{1,80}$/.test(output.id) ? output.id : null;
}
