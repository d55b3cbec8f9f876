import { CopyButton } from "@/src/ui/copy-button";
import { join } from "@/src/ui/join";

interface CopyableProps {
  text: string;
  /** What it is, such as "user id". */
  what: string;
  className?: string;
}

/** An id that somebody will want to paste elsewhere; cut off where there is no room. */
export function Copyable({ text, what, className }: CopyableProps) {
  return (
    <span className={join("inline-flex max-w-full items-center gap-0.5", className)}>
      <span className="truncate font-mono text-xs select-all" title={text}>
        {text}
      </span>
      <CopyButton text={text} label={`Copy the ${what}`} />
    </span>
  );
}
