/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";

/** Names and what they stand for. */
export function Facts({ of }: { of: readonly (readonly [string, Child])[] }) {
  return (
    <dl class="card facts">
      {of.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Json({ label, value }: { label: string; value: unknown }) {
  return (
    <pre class="card code" tabindex={0} role="region" aria-label={label}>
      <code>{JSON.stringify(value, null, 2)}</code>
    </pre>
  );
}
