import { takeObservation } from "../inbox";
import { goneAt, idPath, readAll, readOne, type Json, type Sight } from "./clerk";
import type { Finding, Kind } from "./findings";
import { rowsOf, type MirrorRow } from "./mirror";
import type { Ask } from "./patience";

/**
 * Looks at one subject by itself. That it was absent from a list is only a suspicion: pages skip rows while the list changes.
 * Clerk's own word that it is gone is the proof, and for a membership, which cannot be asked for by itself, that neither the
 * organization's list nor the person's has it.
 * @throws ClerkFault
 */
export async function lookAt(
  ask: Ask,
  kind: Kind,
  id: string,
  /** Of an invitation. */
  organizationId = "",
): Promise<Sight> {
  switch (kind) {
    case "user":
      return readOne(ask, `/users${idPath(id)}`);
    case "organization":
      return readOne(ask, `/organizations${idPath(id)}`);
    case "membership":
      return lookAtMembership(ask, id);
    case "invitation":
      return readOne(ask, `/organizations${idPath(organizationId)}/invitations${idPath(id)}`);
  }
}

async function lookAtMembership(ask: Ask, id: string): Promise<Sight> {
  const [organizationId = "", userId = ""] = id.split("/");
  try {
    const path = `/organizations${idPath(organizationId)}/memberships`;
    const members = await readAll(ask, path, { user_id: [userId] });
    const listed = members.items.find((json) => pairOf(json) === id);
    if (listed) return { state: "there", json: listed, date: members.date };
    const own = await readAll(ask, `/users${idPath(userId)}/organization_memberships`);
    const member = own.items.find((json) => pairOf(json) === id);
    return member
      ? { state: "there", json: member, date: own.date }
      : { state: "gone", date: own.date };
  } catch (error) {
    const date = goneAt(error);
    if (date === null) throw error;
    return { state: "gone", date };
  }
}

/** Of a membership's JSON "<organization>/<user>". */
export function pairOf(json: Json): string {
  const organization = idIn(json["organization"], "id");
  const user = idIn(json["public_user_data"], "user_id");
  return `${organization}/${user}`;
}

function idIn(value: unknown, name: string): string {
  if (typeof value !== "object" || value === null) return "";
  const found = Object.entries(value).find(([key]) => key === name);
  return typeof found?.[1] === "string" ? found[1] : "";
}

/**
 * Tombstones what Clerk said is gone, as its webhook would have.
 * @param began when the run began, by Clerk's clock: a row whose version is younger is left to its own webhooks. Null: no run.
 */
export async function bury(
  kind: Kind,
  id: string,
  { date, began }: { readonly date: number; readonly began: number | null },
): Promise<Finding> {
  const row = (await rowsOf(kind, [id])).get(id);
  const finding = { kind, id, columns: [] };
  if (!row || row.final || (began !== null && row.timestamp >= began))
    return { ...finding, verdict: "passed" };
  const changed = await takeObservation({
    source: "reconcile",
    ...deletionOf(kind, row),
    timestamp: date,
  });
  return { ...finding, verdict: changed ? "gone" : "passed" };
}

/** The webhook that says that it is gone. Of a membership it carries the version that went; a later one is another membership. */
function deletionOf(
  kind: Kind,
  row: MirrorRow,
): { readonly type: string; readonly data: Record<string, unknown> } {
  const { id, columns } = row;
  const times = { created_at: row.created, updated_at: row.version };
  switch (kind) {
    case "user":
    case "organization":
      return { type: `${kind}.deleted`, data: { id, object: kind, deleted: true } };
    case "membership": {
      const [organizationId, userId] = id.split("/");
      const data = {
        object: "organization_membership",
        // A stub knows neither.
        id: columns["id"] ?? "unknown",
        role: columns["role"] ?? "unknown",
        organization: { id: organizationId },
        public_user_data: { user_id: userId },
        ...times,
      };
      return { type: "organizationMembership.deleted", data };
    }
    case "invitation": {
      const data = {
        object: "organization_invitation",
        id,
        organization_id: columns["organizationId"],
        role: columns["role"],
        status: "revoked",
        ...times,
        created_at: row.made,
      };
      return { type: "organizationInvitation.revoked", data };
    }
  }
}
