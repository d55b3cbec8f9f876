import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "@/src/server/db/generated/client";
import type { Scoped, Seat } from "../suites/scoped/contender.ts";

/**
 * Row security by a client extension, as Prisma publishes it (prisma-client-extensions, row-level-security), in Prisma 7: each
 * query in a batch transaction with set_config ahead of it. Here on the application's own policies and as its login role, so it
 * enters a role and sets the claims that they read. It trusts those claims: revocation is not asked for. A transaction of
 * several queries, such as a mutation with its audit row, is not to be had by it, as its page says.
 */
function scopeTo({ userId, organizationId }: Seat) {
  return Prisma.defineExtension((prisma) =>
    prisma.$extends({
      query: {
        $allModels: {
          async $allOperations({ args, query }) {
            const [, result] = await prisma.$transaction([
              prisma.$executeRaw`SELECT set_config('role', 'gate_org', TRUE), set_config('app.gate', 'org', TRUE),
                set_config('app.user_id', ${userId}, TRUE), set_config('app.organization_id', ${organizationId}, TRUE),
                set_config('app.permissions', ${",org:projects:read,"}, TRUE)`,
              query(args),
            ]);
            return result;
          },
        },
      },
    }),
  );
}

export function openExtension(loginUrl: string, connections: number): Scoped {
  const prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: loginUrl, max: connections }),
  });
  const clients = new Map<string, ReturnType<typeof open>>();
  const open = (seat: Seat) => prisma.$extends(scopeTo(seat));
  // Made once for each organization, which is kinder than once for each request, as its example does.
  const clientOf = (seat: Seat): ReturnType<typeof open> => {
    const client = clients.get(seat.organizationId) ?? open(seat);
    clients.set(seat.organizationId, client);
    return client;
  };
  return {
    name: "Prisma's row security extension",
    list: (seat) =>
      clientOf(seat).task.findMany({
        where: { projectId: seat.projectId },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        take: 20,
      }),
    read: (seat) => clientOf(seat).project.findFirst({ where: { id: seat.projectId } }),
    close: () => prisma.$disconnect(),
  };
}
