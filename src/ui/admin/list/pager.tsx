import Link from "next/link";
import { buttonClass } from "@/src/ui/button";

interface PagerProps {
  /** Where the first page is; null on it. */
  first: string | null;
  next: string | null;
}

/** Pages that only go on, and lead back to the first. */
export function Pager({ first, next }: PagerProps) {
  if (first === null && next === null) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-end gap-2">
      {first && (
        <Link href={first} className={buttonClass()}>
          First page
        </Link>
      )}
      {next && (
        <Link href={next} className={buttonClass()}>
          Next page
        </Link>
      )}
    </nav>
  );
}
