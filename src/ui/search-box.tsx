"use client";

import { Search } from "lucide-react";
import { useHydrated } from "@/src/client/use-hydrated";

interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Finds while one types. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const hydrated = useHydrated();
  return (
    <label className="relative block w-full sm:w-72">
      <span className="sr-only">{label}</span>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted"
      />
      <input
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={label}
        maxLength={100}
        autoComplete="off"
        readOnly={!hydrated}
        className="h-9 w-full rounded-control border border-border-strong/60 bg-surface pr-3 pl-8 text-ui placeholder:text-muted"
      />
    </label>
  );
}
