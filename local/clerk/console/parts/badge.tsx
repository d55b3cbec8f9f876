/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";

export type Tone = "neutral" | "success" | "warning" | "danger";

export function Badge({ tone = "neutral", children }: { tone?: Tone; children: Child }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
