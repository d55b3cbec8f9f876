import { z } from "zod";
import { createTRPCRouter, protectedProcedure } from "./trpc";

const limit = z.object({ limit: z.number().int().min(1).max(200).default(20) });

export const memberRouter = createTRPCRouter({
  list: protectedProcedure.input(limit).query(async ({ ctx, input }) => {
    const members = await ctx.db.membership.findMany({
      where: { organizationId: ctx.orgId, deleted: false },
      orderBy: { userId: "asc" },
      take: input.limit,
      select: {
        userId: true,
        role: true,
        user: { select: { name: true, email: true, imageUrl: true } },
      },
    });
    return members.map(({ user, ...member }) => ({ ...member, ...user }));
  }),
});

export const invitationRouter = createTRPCRouter({
  list: protectedProcedure.input(limit).query(({ ctx, input }) =>
    ctx.db.invitation.findMany({
      where: {
        organizationId: ctx.orgId,
        status: "pending",
        OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: input.limit,
      select: { id: true, emailAddress: true, role: true, expiresAt: true, createdAt: true },
    }),
  ),
});

export const auditRouter = createTRPCRouter({
  list: protectedProcedure.input(limit).query(({ ctx, input }) =>
    ctx.db.auditEvent.findMany({
      where: { organizationId: ctx.orgId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: input.limit,
      select: { id: true, actorId: true, action: true, outcome: true, createdAt: true },
    }),
  ),
});

export const meRouter = createTRPCRouter({
  get: protectedProcedure.query(({ ctx }) =>
    ctx.db.user.findUnique({
      where: { id: ctx.userId },
      select: {
        name: true,
        email: true,
        imageUrl: true,
        memberships: {
          where: { deleted: false },
          select: { role: true, organization: { select: { id: true, name: true, slug: true } } },
        },
      },
    }),
  ),
});
