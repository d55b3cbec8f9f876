/** The mark: a gate, and beside it the name. */
export function Logo() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <svg
        aria-hidden
        viewBox="0 0 24 24"
        className="size-5 text-accent"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      >
        <path d="M4 20V11a8 8 0 0 1 16 0v9M2.5 20h19M9 20v-7M15 20v-7M4 14h16" />
      </svg>
      Gatehouse
    </span>
  );
}
