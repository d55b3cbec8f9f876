import { readBody, type Block } from "./body";

export function PostBody({ body }: { body: string }) {
  return (
    <div className="grid max-w-[68ch] gap-5 text-base leading-relaxed break-words">
      {readBody(body).map((block, index) => (
        <Shown key={index} block={block} />
      ))}
    </div>
  );
}

function Shown({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      return <h2 className="mt-4 text-lg font-semibold tracking-tight">{block.text}</h2>;
    case "code":
      return (
        <pre
          tabIndex={0}
          aria-label="Code"
          role="region"
          className="overflow-x-auto rounded-card border bg-code px-4 py-3 font-mono text-small"
        >
          <code>{block.text}</code>
        </pre>
      );
    case "list":
      return (
        <ul className="grid list-disc gap-2 pl-5 marker:text-muted">
          {block.items.map((item, index) => (
            <li key={index}>{inline(item)}</li>
          ))}
        </ul>
      );
    case "paragraph":
      return <p className="whitespace-pre-line">{inline(block.text)}</p>;
  }
}

/** Every other piece stood between back quotes; one without its partner is a back quote. */
function inline(text: string) {
  const pieces = text.split("`");
  if (pieces.length % 2 === 0) return text;
  return pieces.map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <code key={index} className="rounded bg-code px-1 py-0.5 font-mono text-[0.9em]">
        {piece}
      </code>
    ),
  );
}
