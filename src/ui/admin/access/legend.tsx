interface Sign {
  readonly symbol: string;
  readonly meaning: string;
}

/** What the signs of a table mean. */
export function Legend({ signs }: { signs: readonly Sign[] }) {
  return (
    <dl className="mb-3 flex flex-wrap gap-x-5 gap-y-1 text-small">
      {signs.map(({ symbol, meaning }) => (
        <div key={symbol} className="flex gap-1.5">
          <dt
            className={`font-mono ${symbol === "✓" ? "font-semibold text-success" : "text-text"}`}
          >
            {symbol}
          </dt>
          <dd className="text-muted">{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
