import { SearchX } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "./button";
import { State } from "./state";

/** One text for what does not exist and for what is not the reader's to see. */
export function NotFound({ href, back }: { href: string; back: string }) {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <State
        icon={<SearchX />}
        title="There is nothing here"
        action={
          <Link href={href} prefetch={false} className={buttonClass("primary")}>
            {back}
          </Link>
        }
      >
        The address may be mistyped, what it named may have been deleted, or it is not yours to see.
      </State>
    </>
  );
}
