import { expectedOutcome, targetsOf, type MatrixOutcome, type ProcedureFacts } from "./expectation";
import { expectedPage, outcomeOf, type PageAnswer, type Visit } from "./places";
import { principalKeys, principalOf, type PrincipalKey } from "./principals";
import { surface, type Page } from "./surface";

/** A procedure and what it answers each principal: an outcome for each target, in the order of targetsOf. */
export interface ProcedureRow extends ProcedureFacts {
  readonly cells: Cells<readonly MatrixOutcome[]>;
}

export function procedureRow(
  procedure: ProcedureFacts,
  keys: readonly PrincipalKey[] = principalKeys,
): ProcedureRow {
  const outcomes = (key: PrincipalKey) =>
    targetsOf(procedure).map((target) => expectedOutcome(procedure, principalOf(key), target));
  return { ...procedure, cells: cellsOf(keys, outcomes) };
}

type Cells<T> = Readonly<Partial<Record<PrincipalKey, T>>>;

function cellsOf<T>(keys: readonly PrincipalKey[], answer: (key: PrincipalKey) => T): Cells<T> {
  return Object.fromEntries(keys.map((key) => [key, answer(key)]));
}

function byPath(procedures: readonly ProcedureFacts[]): ReadonlyMap<string, ProcedureFacts> {
  return new Map(procedures.map((procedure) => [procedure.path, procedure]));
}

export interface PageRow {
  readonly path: string;
  /** Whose organization or row the address names, where that matters. */
  readonly about: string | null;
  readonly cells: Cells<PageAnswer>;
}

/** What each page answers each principal; an organization's also under the address of another one. */
export function pageRows(
  procedures: readonly ProcedureFacts[],
  keys: readonly PrincipalKey[] = principalKeys,
): PageRow[] {
  const facts = byPath(procedures);
  return surface.flatMap((place) => {
    if (place.kind !== "page") return [];
    return visitsTo(place).map(({ about, ...visit }) => ({
      path: place.path,
      about,
      cells: cellsOf(keys, (key) => expectedPage(place, facts, principalOf(key), visit)),
    }));
  });
}

function visitsTo(page: Page): (Visit & { about: string | null })[] {
  const own = { organization: "own", row: "own", about: null } as const;
  if (page.path === "/blog/[slug]")
    return [
      { ...own, about: "published" },
      { ...own, row: "foreign", about: "a draft, or absent" },
    ];
  if (page.path === "/admin/webhooks/[id]")
    return [
      { ...own, about: "one that is there" },
      { ...own, row: "absent", about: "an absent one" },
    ];
  if (page.asks !== "organization") return [own];
  const row = { ...own, row: "foreign", about: "another's row, or absent" } as const;
  return [
    { ...own, about: "the active organization" },
    ...(page.path.includes("[id]") ? [row] : []),
    { ...own, organization: "foreign", about: "another organization" },
  ];
}

export interface RouteRow {
  readonly path: string;
  readonly decides: string;
  /** Empty where no person is asked for. */
  readonly cells: Cells<MatrixOutcome>;
}

/** What each REST route and server action answers each principal. */
export function routeRows(
  procedures: readonly ProcedureFacts[],
  keys: readonly PrincipalKey[] = principalKeys,
): RouteRow[] {
  const facts = byPath(procedures);
  return surface.flatMap((place) => {
    if (place.kind === "page") return [];
    const path = place.kind === "action" ? `${place.name} (action)` : place.path;
    if (typeof place.decides === "string") return [{ path, decides: place.decides, cells: {} }];
    const { decides } = place;
    const judge = (key: PrincipalKey): MatrixOutcome =>
      decides.map((one) => outcomeOf(one, facts, principalOf(key))).find((it) => it !== "done") ??
      "done";
    return [{ path, decides: decides.join(", "), cells: cellsOf(keys, judge) }];
  });
}
