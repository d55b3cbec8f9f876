import type { z } from "zod";
import type { Db } from "@/src/server/db/handle";
import { cutPage, pageArgs } from "@/src/server/page";
import { numbered } from "./list";
import type { ListEveryAudit } from "./schema";

/** A page of every chain's rows, newest first. */
export async function listEveryAudit(
  db: Db<"admin">,
  { action, actorId, outcome, chain, ...input }: z.infer<typeof ListEveryAudit>,
) {
  const { where, ...page } = pageArgs("createdAt", input);
  const rows = await db.auditEvent.findMany({
    where: { action, actorId, outcome, ...inChain(chain), ...where },
    ...page,
  });
  const { items, nextCursor } = cutPage(
    rows.map(numbered),
    input.limit,
    (event) => event.createdAt,
  );
  return { items, nextCursor, names: await nameThose(db, items) };
}

/** The last that a person did, or that was done in an organization. */
export async function lastAudit(
  db: Db<"admin">,
  where: { readonly actorId: string } | { readonly organizationId: string },
  limit: number,
) {
  const rows = await db.auditEvent.findMany({
    where,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(numbered);
}

/** An organization's chain is its rows, which an index has in the order of the list. */
function inChain(chain: string | undefined) {
  const [, organizationId] = /^org:(.+)$/.exec(chain ?? "") ?? [];
  return organizationId === undefined ? { chainId: chain } : { chainId: chain, organizationId };
}

interface Named {
  readonly actorId: string | null;
  readonly impersonatorId: string | null;
  readonly subjectId: string | null;
  readonly organizationId: string | null;
}

/** What the people and organizations in these rows are called: a name, or else an address; who is erased has neither. */
export async function nameThose(
  db: Db<"admin">,
  events: readonly Named[],
): Promise<Record<string, string>> {
  const mentioned = events.flatMap(({ actorId, impersonatorId, subjectId, organizationId }) =>
    [actorId, impersonatorId, subjectId, organizationId].filter((id) => id !== null),
  );
  const ids = [...new Set(mentioned)];
  const [people, organizations] = [
    ids.filter((id) => id.startsWith("user_")),
    ids.filter((id) => id.startsWith("org_")),
  ];
  const users = await db.user.findMany({
    where: { id: { in: people } },
    take: people.length,
    select: { id: true, name: true, email: true },
  });
  const tenants = await db.organization.findMany({
    where: { id: { in: organizations } },
    take: organizations.length,
    select: { id: true, name: true, slug: true },
  });
  const called = [
    ...users.map(({ id, name, email }) => ({ id, name: name ?? email })),
    ...tenants.map(({ id, name, slug }) => ({ id, name: name ?? slug })),
  ];
  return Object.fromEntries(called.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])));
}
