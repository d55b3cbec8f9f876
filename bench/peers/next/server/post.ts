import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { createTRPCRouter, protectedProcedure, publicProcedure } from "./trpc";

const limit = z.object({ limit: z.number().int().min(1).max(100).default(20) });
const select = { id: true, slug: true, title: true, publishedAt: true, createdAt: true };
const author = { select: { name: true, imageUrl: true } };

export const postRouter = createTRPCRouter({
  published: publicProcedure.input(limit).query(({ ctx, input }) =>
    ctx.db.post.findMany({
      where: { status: "published" },
      orderBy: [{ publishedAt: "desc" }, { id: "desc" }],
      take: input.limit,
      select: { ...select, body: true, author },
    }),
  ),

  bySlug: publicProcedure.input(z.object({ slug: z.string() })).query(async ({ ctx, input }) => {
    const post = await ctx.db.post.findFirst({
      where: { slug: input.slug, status: "published" },
      select: { ...select, body: true, author },
    });
    if (!post) throw new TRPCError({ code: "NOT_FOUND" });
    return post;
  }),

  mine: protectedProcedure.input(limit).query(({ ctx, input }) =>
    ctx.db.post.findMany({
      where: { authorId: ctx.userId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: input.limit,
      select: { ...select, body: true, status: true },
    }),
  ),
});
