import { bury, lookAt, pairOf } from "./absent";
import { goneAt, idPath, readAll, readOne, type Sight } from "./clerk";
import { Findings, type Finding, type Found, type Kind } from "./findings";
import { reconcileInvitationsOf } from "./invitations";
import { aliveRowsOf, rowsOf } from "./mirror";
import { observe } from "./observe";
import { patientAsk, type Ask, type Patience } from "./patience";

export interface SubjectOptions extends Patience {
  /** Finds without changing anything. */
  readonly dryRun?: boolean;
}

/** Brings one person and their memberships to what Clerk has, also where it has nothing. @throws ClerkFault */
export async function reconcileUser(id: string, options: SubjectOptions = {}): Promise<Found> {
  const { ask, dryRun, findings } = open(options);
  const sight = await readOne(ask, `/users${idPath(id)}`);
  await settle(findings, "user", id, sight, dryRun);
  if (sight.state === "there")
    await settleMemberships(findings, ask, { column: "userId", id, dryRun });
  return findings.found;
}

/** Brings one organization, its memberships and its invitations to what Clerk has. @throws ClerkFault */
export async function reconcileOrganization(
  id: string,
  options: SubjectOptions = {},
): Promise<Found> {
  const { ask, dryRun, findings } = open(options);
  const sight = await readOne(ask, `/organizations${idPath(id)}`);
  await settle(findings, "organization", id, sight, dryRun);
  if (sight.state === "gone") return findings.found;
  await settleMemberships(findings, ask, { column: "organizationId", id, dryRun });
  for (const finding of await reconcileInvitationsOf(ask, id, { dryRun, began: null }))
    findings.add(finding);
  return findings.found;
}

/** Brings one membership to what Clerk has. @throws ClerkFault */
export async function reconcileMembership(
  organizationId: string,
  userId: string,
  options: SubjectOptions = {},
): Promise<Found> {
  const { ask, dryRun, findings } = open(options);
  const id = `${organizationId}/${userId}`;
  const sight = await lookAt(ask, "membership", id);
  await settle(findings, "membership", id, sight, dryRun);
  return findings.found;
}

/** Brings one invitation to what Clerk has. @throws ClerkFault */
export async function reconcileInvitation(
  organizationId: string,
  id: string,
  options: SubjectOptions = {},
): Promise<Found> {
  const { ask, dryRun, findings } = open(options);
  const sight = await lookAt(ask, "invitation", id, organizationId);
  await settle(findings, "invitation", id, sight, dryRun);
  return findings.found;
}

function open({ dryRun = false, ...patience }: SubjectOptions) {
  return { ask: patientAsk({ tries: 4, ...patience }), dryRun, findings: new Findings() };
}

async function settle(
  findings: Findings,
  kind: Kind,
  id: string,
  sight: Sight,
  dryRun: boolean,
): Promise<void> {
  if (sight.state === "there") {
    for (const finding of await observe(kind, [sight.json], { date: sight.date, dryRun }))
      findings.add(finding);
    return;
  }
  const finding = await buryOne(kind, id, sight.date, dryRun);
  if (finding) findings.add(finding);
}

/** Null where it is not here either. */
async function buryOne(
  kind: Kind,
  id: string,
  date: number,
  dryRun: boolean,
): Promise<Finding | null> {
  const row = (await rowsOf(kind, [id])).get(id);
  if (!row || row.final) return null;
  if (dryRun) return { kind, id, verdict: "gone", columns: [] };
  return bury(kind, id, { date, began: null });
}

async function settleMemberships(
  findings: Findings,
  ask: Ask,
  about: {
    readonly column: "userId" | "organizationId";
    readonly id: string;
    readonly dryRun: boolean;
  },
): Promise<void> {
  const { column, id, dryRun } = about;
  const path =
    column === "userId"
      ? `/users${idPath(id)}/organization_memberships`
      : `/organizations${idPath(id)}/memberships`;
  const list = await readAll(ask, path).catch((error: unknown) => {
    if (goneAt(error) === null) throw error;
    return null;
  });
  if (!list) return;
  for (const finding of await observe("membership", list.items, { date: list.date, dryRun }))
    findings.add(finding);
  const seen = new Set(list.items.map(pairOf));
  for (const row of await aliveRowsOf("membership", column, id)) {
    if (!seen.has(row.id))
      await settle(findings, "membership", row.id, await lookAt(ask, "membership", row.id), dryRun);
  }
}
