import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/src/server/db/generated/client";
import { auditRow, chainOf } from "./audit-row.ts";
import type { Scoped, Seat } from "./contender.ts";

/**
 * Prisma as most people use it: a role that row security does not hold, and `where: { organizationId }` in every call, which
 * nothing minds. Asks for no revocation.
 */
export function openPrisma(ownerUrl: string, connections: number): Scoped {
  return withAdapter(new PrismaPg({ connectionString: ownerUrl, max: connections }));
}

/**
 * The same with statements that the connections hold, as ours do. The adapter has an option for it, which few set. For its
 * reads; statements of a transaction would be held alike.
 */
export function openHeldPrisma(ownerUrl: string, connections: number): Scoped {
  const names = new Map<string, string>();
  const statementNameGenerator = ({ sql }: { readonly sql: string }): string => {
    const name = names.get(sql) ?? `held_${names.size}`;
    names.set(sql, name);
    return name;
  };
  const { list, read, close } = withAdapter(
    new PrismaPg({ connectionString: ownerUrl, max: connections }, { statementNameGenerator }),
  );
  return { name: "The same, statements held", list, read, close };
}

function withAdapter(adapter: PrismaPg): Scoped {
  const prisma = new PrismaClient({ adapter });
  const key = ({ organizationId, projectId: id }: Seat) => ({ organizationId, id });
  return {
    name: "Prisma without row security",
    list: ({ organizationId, projectId }) =>
      prisma.task.findMany({
        where: { organizationId, projectId },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        take: 20,
      }),
    read: (seat) => prisma.project.findFirst({ where: key(seat) }),
    rename: (seat, name) =>
      prisma.$transaction(async (transaction) => {
        const project = await transaction.project.update({
          where: { key: key(seat) },
          data: { name },
        });
        const id = chainOf(seat);
        const [end] = await transaction.$queryRaw<
          { sequence: bigint; hash: string }[]
        >`SELECT "sequence", "hash" FROM "AuditChain" WHERE "id" = ${id} FOR UPDATE`;
        const row = auditRow(seat, end ?? null);
        await transaction.auditEvent.create({ data: row });
        const { sequence, hash } = row;
        if (end) await transaction.auditChain.update({ where: { id }, data: { sequence, hash } });
        else await transaction.auditChain.create({ data: { id, sequence, hash } });
        return project;
      }),
    close: () => prisma.$disconnect(),
  };
}
