/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";

/** Its answer is an address, so it works without a script and can be kept. */
export function Search({
  label,
  value,
  children,
}: {
  label: string;
  value: string;
  children?: Child;
}) {
  return (
    <form role="search" class="filters">
      <label class="grow">
        <span class="hidden">{label}</span>
        <input type="search" name="q" value={value} placeholder={label} maxlength={200} />
      </label>
      {children}
      <button class="button secondary">Search</button>
    </form>
  );
}
