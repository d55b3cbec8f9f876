import type { ReactNode } from "react";
import { join } from "@/src/ui/join";

interface Column {
  readonly key: string;
  readonly title: string;
  readonly description: string;
}

interface Row {
  readonly key: string;
  readonly header: ReactNode;
  readonly signs: Readonly<Record<string, { symbol: string; meaning: string } | undefined>>;
}

interface Props {
  /** The id of the heading that names the table. */
  readonly labelledBy: string;
  /** What a row is. */
  readonly first: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/**
 * Rows by callers. Wide: the first column stays in sight, and a lone caller's answers are written out. Widths are fixed before the
 * first row is there: rows come as they are sent, and columns that were as wide as their longest sign so far would jump.
 */
export function SignTable({ labelledBy, first, columns, rows }: Props) {
  const alone = columns.length === 1;
  const widths = columns.map(({ key }) => (alone ? 16 : widthOf(rows, key)));
  return (
    <div
      // What is only read out is placed absolutely, and would reach beyond the page from beyond the table's edge.
      className="relative overflow-x-auto rounded-card border bg-surface"
      tabIndex={0}
      role="region"
      aria-labelledby={labelledBy}
    >
      <table
        className="w-full table-fixed border-separate border-spacing-0 text-left text-small"
        style={{ minWidth: `${firstWidth + widths.reduce((sum, width) => sum + width, 0)}rem` }}
        aria-labelledby={labelledBy}
      >
        <colgroup>
          <col style={{ width: `${firstWidth}rem` }} />
          {columns.map(({ key }, index) => (
            <col key={key} style={alone ? undefined : { width: `${widths[index]}rem` }} />
          ))}
        </colgroup>
        <thead className="text-muted">
          <tr>
            <th
              scope="col"
              className="sticky left-0 z-10 border-r border-b bg-surface px-3 py-2.5 align-bottom font-medium"
            >
              {first}
            </th>
            {columns.map(({ key, title, description }) => (
              <th
                key={key}
                scope="col"
                title={description}
                className={join(
                  "border-b py-2.5 align-bottom font-medium",
                  !alone && "text-center",
                )}
              >
                {alone ? (
                  <span className="px-3">{title}</span>
                ) : (
                  <span className="inline-block rotate-180 whitespace-nowrap [writing-mode:vertical-rl]">
                    {title}
                  </span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, header, signs }) => (
            <tr key={key} className="group">
              <th
                scope="row"
                className="sticky left-0 z-10 border-r border-b bg-surface px-3 py-2 font-normal group-last:border-b-0 group-hover:bg-subtle"
              >
                {header}
              </th>
              {columns.map((column) => (
                <SignCell key={column.key} sign={signs[column.key]} alone={alone} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** In rem, as is what follows: of the first column. */
const firstWidth = 11;

/** Of a column whose longest sign is set in 12 px, each character 0.45 rem wide. */
function widthOf(rows: readonly Row[], key: string): number {
  const longest = Math.max(...rows.map(({ signs }) => signs[key]?.symbol.length ?? 0));
  return Math.max(1.6, longest * 0.45 + 0.4);
}

function SignCell({ sign, alone }: { sign: Row["signs"][string]; alone: boolean }) {
  const { symbol, meaning } = sign ?? { symbol: "", meaning: "asks for nobody" };
  const [main = "", ...rest] = symbol.split("/");
  return (
    <td
      title={meaning}
      className={join(
        "border-b py-2 group-last:border-b-0 group-hover:bg-subtle",
        main === "✓" && "bg-success-subtle",
        alone ? "px-4" : "text-center whitespace-nowrap",
      )}
    >
      <span aria-hidden className="font-mono text-xs">
        <span className={main === "✓" ? "font-semibold text-success" : "text-muted"}>{main}</span>
        {rest.length > 0 && <span className="text-muted">/{rest.join("/")}</span>}
      </span>
      <span className={alone ? "ml-3" : "sr-only"}>{meaning}</span>
    </td>
  );
}
