import { randomUUID } from "node:crypto";
import type { Permission } from "@/src/access/permissions";
import { openReader, runAudited, type Entry } from "@/src/server/db/gate";
import { openApplication } from "../../support/in-process.ts";
import type { Scoped, Seat } from "./contender.ts";

/** What orgProcedure hands to the database, made anew for each call as there. */
function entryOf<P extends Permission>(seat: Seat, permission: P): Entry<"org", P> {
  return {
    gate: "org",
    claims: {
      user: seat.userId,
      session: `sess_${seat.userId}`,
      issuedAt: Math.floor(Date.now() / 1000),
      requestId: randomUUID(),
      organization: seat.organizationId,
      role: "org:admin",
      required: permission,
    },
    tenant: { permission, organizationId: seat.organizationId },
  };
}

/** The handle that a resolver gets: role, claims, revocation and row security, and for a mutation the audit row. */
export async function openGatehouse(loginUrl: string, connections: number): Promise<Scoped> {
  const { close } = await openApplication(loginUrl, connections);
  return {
    name: "Gatehouse",
    list: (seat) =>
      openReader(entryOf(seat, "org:projects:read")).task.findMany({
        where: { projectId: seat.projectId },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        take: 20,
      }),
    read: (seat) =>
      openReader(entryOf(seat, "org:projects:read")).project.findFirst({
        where: { id: seat.projectId },
      }),
    rename: async (seat, name) => {
      const { data } = await runAudited(
        entryOf(seat, "org:projects:manage"),
        "mutation",
        async (db) => ({
          ok: true,
          data: await db.project.update({ where: { key: db.key(seat.projectId) }, data: { name } }),
        }),
        (result) => ({ action: "project.rename", subjectId: result.data.id }),
      );
      return data;
    },
    close,
  };
}
