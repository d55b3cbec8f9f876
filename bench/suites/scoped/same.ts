import { isDeepStrictEqual } from "node:util";
import type { Row, Scoped, Seat } from "./contender.ts";

/** @throws where two do not answer alike, or one that knows row security shows another organization's row */
export async function checkSame(
  all: readonly Scoped[],
  seats: readonly Seat[],
  other: Seat,
): Promise<void> {
  const [first, ...rest] = all;
  if (!first) throw new Error("Nobody was opened.");
  for (const seat of seats) {
    const tasks = await first.list(seat);
    const project = await first.read(seat);
    if (tasks.length !== 20 || project?.id !== seat.projectId)
      throw new Error(`${first.name} does not find its rows`);
    for (const one of rest) {
      if (!isDeepStrictEqual(sorted(await one.list(seat)), sorted(tasks)))
        throw new Error(`${one.name} lists other tasks than ${first.name}`);
      if (!isDeepStrictEqual(sorted([await one.read(seat)]), sorted([project])))
        throw new Error(`${one.name} reads another project than ${first.name}`);
    }
    const strange = { ...seat, projectId: other.projectId };
    for (const one of all) {
      if ((await one.read(strange)) !== null || (await one.list(strange)).length > 0)
        throw new Error(`${one.name} shows what is another organization's`);
    }
  }
}

/** @throws where a change is not there afterwards */
export async function checkRenames(all: readonly Scoped[], seat: Seat): Promise<void> {
  for (const one of all) {
    const name = `Renamed by ${one.name}`;
    if (!one.rename) continue;
    await one.rename(seat, name);
    for (const reader of all) {
      const row = await reader.read(seat);
      if (!row || !("name" in row) || row.name !== name)
        throw new Error(`${reader.name} does not read what ${one.name} wrote`);
    }
  }
}

/** With the columns in one order, which is not what is compared. */
function sorted(rows: readonly (Row | null)[]): unknown {
  return rows.map((row) => Object.fromEntries(Object.entries(row ?? {}).sort()));
}
