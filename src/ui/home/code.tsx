import { CircleX } from "lucide-react";
import { Fragment } from "react";

const parts =
  /(?<comment>\/\/.*)|(?<text>"[^"]*")|(?<gate>\b(?:public|protected|org|admin)Procedure\b)|(?<word>\b(?:export|const|readonly)\b)/g;
const looks = {
  comment: "text-muted",
  text: "text-success",
  gate: "font-medium text-accent",
  word: "text-warning",
} as const;

/** Colours what matters in the few lines on the home page; not a highlighter for anything else. */
function colour(source: string) {
  const pieces = [];
  let from = 0;
  for (const match of source.matchAll(parts)) {
    if (match.index > from)
      pieces.push(<Fragment key={from}>{source.slice(from, match.index)}</Fragment>);
    const kind = (["comment", "text", "gate", "word"] as const).find(
      (each) => match.groups?.[each] !== undefined,
    );
    pieces.push(
      <span key={match.index} className={kind && looks[kind]}>
        {match[0]}
      </span>,
    );
    from = match.index + match[0].length;
  }
  pieces.push(<Fragment key="rest">{source.slice(from)}</Fragment>);
  return pieces;
}

interface CodeProps {
  title: string;
  source: string;
  /** What the compiler answers. */
  refusal?: string;
}

export function Code({ title, source, refusal }: CodeProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-card border bg-code">
      <figcaption className="border-b px-4 py-2 text-small text-muted">{title}</figcaption>
      <pre
        className="overflow-x-auto px-4 py-3 font-mono text-xs sm:text-[0.78125rem] leading-relaxed"
        tabIndex={0}
      >
        <code>{colour(source)}</code>
      </pre>
      {refusal && (
        <div className="flex gap-2.5 border-t bg-danger-subtle px-4 py-3 text-danger">
          <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
          <pre className="overflow-x-auto font-mono text-xs leading-relaxed whitespace-pre-wrap">
            {refusal}
          </pre>
        </div>
      )}
    </figure>
  );
}
