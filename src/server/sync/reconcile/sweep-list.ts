import { z } from "zod";
import { pairOf } from "./absent";
import type { Stage } from "./all";
import { pageSize, readPage, type Json } from "./clerk";
import type { Kind } from "./findings";
import { observe } from "./observe";

const paths: Readonly<Record<Kind, string>> = {
  user: "/users",
  organization: "/organizations",
  membership: "/organization_memberships",
  // There is no list of all: invitations.ts goes by organization.
  invitation: "",
};

/** Each page repeats the end of the one before: a deletion meanwhile moves everything behind it forward. */
const overlap = 50;

const At = z.object({ offset: z.number().int().default(0) });

/** Goes through Clerk's list of a kind, and applies what is not here or is otherwise here. */
export async function sweepList({ work, kind, at, save, seen }: Stage): Promise<void> {
  let { offset } = At.parse(at);
  for (;;) {
    const page = await readPage(work.ask, paths[kind], { offset });
    const items = page.items.filter((json) => !seen.has(idOf(kind, json)));
    for (const json of items) seen.add(idOf(kind, json));
    const { dryRun } = work.run;
    const findings = await observe(kind, items, { date: page.date, dryRun });
    for (const finding of findings) work.findings.add(finding);
    work.done += items.length;
    if (page.items.length < pageSize) return;
    offset += pageSize - overlap;
    await save({ offset });
  }
}

export function idOf(kind: Kind, json: Json): string {
  if (kind === "membership") return pairOf(json);
  return typeof json["id"] === "string" ? json["id"] : "";
}
