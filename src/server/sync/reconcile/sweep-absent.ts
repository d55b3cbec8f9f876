import { z } from "zod";
import { RunStop } from "../run/work";
import { bury, lookAt } from "./absent";
import type { Stage } from "./all";
import type { Kind } from "./findings";
import { filterSize, goneAt, idPath, readPage, type Page } from "./clerk";
import { aliveRows, countAlive, type MirrorRow } from "./mirror";
import { observe } from "./observe";
import { idOf } from "./sweep-list";

const batch = 1_000;
/** More tombstones of a kind than this share of it, and than this number, are for a person to decide. */
const limitShare = 0.01;
const limitLeast = 10;

export async function limitOf(kind: Kind): Promise<number> {
  return Math.max(limitLeast, Math.floor((await countAlive(kind)) * limitShare));
}

const At = z.object({
  after: z.string().default(""),
  limit: z.number().int().nullable().default(null),
  gone: z.array(z.tuple([z.string(), z.number()])).default([]),
});

/**
 * Asks Clerk for each row that is alive here and was not in the list: a hundred at a time, and each that is still not among the
 * answers by itself. Nothing is tombstoned before all have been asked for, and it is known that they are not too many.
 * @throws RunStop
 */
export async function buryAbsent(stage: Stage): Promise<void> {
  const { work, kind, began, save } = stage;
  const at = At.parse(stage.at);
  const { gone } = at;
  // A dry run buries nothing, and counts what goes with an organization once more.
  const { confirmed, dryRun } = work.run;
  let { after } = at;
  const limit = at.limit ?? (isEmptyList(stage) ? 0 : await limitOf(kind));
  for (;;) {
    const rows = await aliveRows(kind, { after, limit: batch });
    for (const group of groupsOf(rows.filter((row) => isSuspect(row, stage)))) {
      for (const found of await findGone(stage, group)) gone.push(found);
      if (gone.length > limit && !confirmed && !dryRun) {
        report(stage, gone);
        throw new RunStop("too_many_tombstones");
      }
      await save({ after, limit, gone });
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
    await save({ after, limit, gone });
  }
  if (dryRun) report(stage, gone);
  else for (const [id, date] of gone) work.findings.add(await bury(kind, id, { date, began }));
}

/** A list of memberships that is empty altogether is no proof that there are none: a person decides about every one. */
function isEmptyList({ kind, seen, at }: Stage): boolean {
  return kind === "membership" && seen.size === 0 && Object.keys(at).length === 0;
}

/** What changed since the run began, and what a request has just made, may not have reached Clerk's lists. */
function isSuspect(row: MirrorRow, { seen, began, work }: Stage): boolean {
  const isYoung =
    row.timestamp >= began || (row.version === 0 && row.made >= work.run.createdAt.getTime());
  return !isYoung && !seen.has(row.id);
}

/** As many as one filter takes; memberships are asked for by organization. */
function groupsOf(rows: readonly MirrorRow[]): MirrorRow[][] {
  const groups: MirrorRow[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group && first && group.length < filterSize && ownerOf(first) === ownerOf(row))
      group.push(row);
    else groups.push([row]);
  }
  return groups;
}

/** The organization of a membership; all others belong together. */
function ownerOf({ id }: MirrorRow): string {
  return id.includes("/") ? (id.split("/")[0] ?? "") : "";
}

/** Which of these Clerk knows no more, and when it said so. Those that it knows are compared. */
async function findGone(
  { work, kind, seen }: Stage,
  rows: readonly MirrorRow[],
): Promise<[string, number][]> {
  const { dryRun } = work.run;
  const page = await readFiltered(work.ask, kind, rows);
  if (page) {
    const there = page.items.filter((json) => !seen.has(idOf(kind, json)));
    for (const json of there) seen.add(idOf(kind, json));
    for (const finding of await observe(kind, there, { date: page.date, dryRun }))
      work.findings.add(finding);
  }
  const gone: [string, number][] = [];
  for (const row of rows) {
    if (seen.has(row.id)) continue;
    const sight = await lookAt(work.ask, kind, row.id);
    if (sight.state === "gone") gone.push([row.id, sight.date]);
    else
      for (const finding of await observe(kind, [sight.json], { date: sight.date, dryRun }))
        work.findings.add(finding);
  }
  return gone;
}

/** Null where Clerk does not know the organization of these memberships. */
async function readFiltered(
  ask: Stage["work"]["ask"],
  kind: Stage["kind"],
  rows: readonly MirrorRow[],
): Promise<Page | null> {
  const ids = rows.map(({ id }) => id);
  if (kind === "user") return readPage(ask, "/users", { user_id: ids });
  if (kind === "organization") return readPage(ask, "/organizations", { organization_id: ids });
  const owner = rows[0] ? ownerOf(rows[0]) : "";
  const users = ids.map((id) => id.split("/")[1] ?? "");
  try {
    return await readPage(ask, `/organizations${idPath(owner)}/memberships`, { user_id: users });
  } catch (error) {
    if (goneAt(error) === null) throw error;
    return null;
  }
}

/** What would be tombstoned. */
function report({ work, kind }: Stage, gone: readonly (readonly [string, number])[]): void {
  for (const [id] of gone) work.findings.add({ kind, id, verdict: "gone", columns: [] });
}
