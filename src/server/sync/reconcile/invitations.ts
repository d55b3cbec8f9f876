import { z } from "zod";
import { bury, lookAt } from "./absent";
import type { Stage } from "./all";
import { goneAt, idPath, readAll, type Page } from "./clerk";
import type { Finding } from "./findings";
import { aliveRows, aliveRowsOf } from "./mirror";
import { observe } from "./observe";
import type { Ask } from "./patience";
import { RunStop } from "../run/work";
import { limitOf } from "./sweep-absent";
import { idOf } from "./sweep-list";

const At = z.object({ after: z.string().default("") });
const batch = 100;

/** Clerk has a list of open invitations for each organization, and none over all. */
export async function reconcileInvitations({ work, began, at, save }: Stage): Promise<void> {
  let { after } = At.parse(at);
  const { dryRun, confirmed } = work.run;
  const limit = await limitOf("invitation");
  for (;;) {
    const organizations = await aliveRows("organization", { after, limit: batch });
    for (const { id } of organizations) {
      const findings = await reconcileInvitationsOf(work.ask, id, { dryRun, began });
      for (const finding of findings) work.findings.add(finding);
      const gone = work.findings.found.invitation?.counts.gone ?? 0;
      if (gone > limit && !confirmed) throw new RunStop("too_many_tombstones");
    }
    const last = organizations.at(-1);
    if (!last) return;
    after = last.id;
    await save({ after });
  }
}

/** @param began as in bury() */
export async function reconcileInvitationsOf(
  ask: Ask,
  organizationId: string,
  { dryRun, began }: { readonly dryRun: boolean; readonly began: number | null },
): Promise<Finding[]> {
  const open = await readOpen(ask, organizationId);
  if (!open) return [];
  const findings = await observe("invitation", open.items, { date: open.date, dryRun });
  const seen = new Set(open.items.map((json) => idOf("invitation", json)));
  for (const row of await aliveRowsOf("invitation", "organizationId", organizationId)) {
    if (seen.has(row.id) || (began !== null && row.timestamp >= began)) continue;
    const sight = await lookAt(ask, "invitation", row.id, organizationId);
    if (sight.state === "there")
      findings.push(...(await observe("invitation", [sight.json], { date: sight.date, dryRun })));
    else if (dryRun)
      findings.push({ kind: "invitation", id: row.id, verdict: "gone", columns: [] });
    else findings.push(await bury("invitation", row.id, { date: sight.date, began }));
  }
  return findings;
}

/** Null where Clerk does not know the organization: with it its invitations go. */
async function readOpen(ask: Ask, organizationId: string): Promise<Page | null> {
  try {
    const path = `/organizations${idPath(organizationId)}/invitations`;
    return await readAll(ask, path, { status: ["pending"] });
  } catch (error) {
    if (goneAt(error) === null) throw error;
    return null;
  }
}
