import type { Outputs } from "@/src/client/trpc";
import { joinSigns, outcomeSigns, pageLegend, signOfPage } from "@/src/access/matrix/symbols";
import { Badge } from "@/src/ui/badge";
import { Legend } from "./legend";
import { SignTable } from "./sign-table";

type Access = Outputs["admin"]["access"];

export function ProcedureMatrix({ procedures, principals }: Access) {
  return (
    <div>
      <Heading
        id="procedures"
        title="Procedures"
        about="What each call comes to. ✓/N: done on a row that the caller reaches; a row of another and an absent one are not found, and cannot be told apart."
      />
      <Legend signs={Object.values(outcomeSigns)} />
      <SignTable
        labelledBy="procedures"
        first="Procedure"
        columns={principals}
        rows={procedures.map(({ path, type, gate, permission, fresh, target, cells }) => ({
          key: path,
          header: (
            <>
              <span className="flex flex-wrap items-center gap-x-2">
                <code className="font-mono break-all">{path}</code>
                {type === "mutation" && <Badge>changes</Badge>}
              </span>
              <span className="block text-xs text-muted">
                {permission ?? `gate ${gate}`}
                {fresh && ", fresh"}
                {target && `, on a ${target}`}
              </span>
            </>
          ),
          signs: mapValues(cells, joinSigns),
        }))}
      />
    </div>
  );
}

export function PageMatrix({ pages, principals }: Access) {
  return (
    <div>
      <Heading
        id="pages"
        title="Pages"
        about="What the server answers to a visit, by what the procedures that the page asks come to."
      />
      <Legend signs={pageLegend} />
      <SignTable
        labelledBy="pages"
        first="Page"
        columns={principals}
        rows={pages.map(({ path, about, cells }) => ({
          key: `${path} ${about ?? ""}`,
          header: <Place path={path} about={about} />,
          signs: mapValues(cells, signOfPage),
        }))}
      />
    </div>
  );
}

/** Where a place asks for no person, what it asks for instead. */
const unasked: Readonly<Record<string, string>> = {
  each: "each procedure that a request names",
  signature: "the sender's signature, nobody's session",
  nothing: "open",
};

export function RouteMatrix({ routes, principals }: Access) {
  return (
    <div>
      <Heading
        id="routes"
        title="Routes and server actions"
        about="The signs are those of the procedures that decide."
      />
      <SignTable
        labelledBy="routes"
        first="Route"
        columns={principals}
        rows={routes.map(({ path, decides, cells }) => ({
          key: path,
          header: <Place path={path} about={unasked[decides] ?? decides} />,
          signs: mapValues(cells, (outcome) => outcomeSigns[outcome]),
        }))}
      />
    </div>
  );
}

function Place({ path, about }: { path: string; about: string | null }) {
  return (
    <>
      <code className="font-mono break-all">{path}</code>
      {about && <span className="block text-xs text-muted">{about}</span>}
    </>
  );
}

function Heading({ id, title, about }: { id: string; title: string; about: string }) {
  return (
    <>
      <h2 id={id} className="text-base font-semibold">
        {title}
      </h2>
      <p className="mt-1 mb-3 max-w-[72ch] text-muted">{about}</p>
    </>
  );
}

function mapValues<K extends string, V, R>(
  of: Readonly<Partial<Record<K, V>>>,
  change: (value: V) => R,
): Record<string, R> {
  // Guarantee: Object.entries of a partial record gives the values that are there.
  const entries = Object.entries(of) as [string, V][];
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)]));
}
