import { z } from "zod";
import { cutPage, pageArgs } from "@/src/server/page";
import { protectedProcedure, publicProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { listPublished, readPublished } from "./published";
import {
  CreatePost,
  ListPosts,
  OnePost,
  Post,
  PostPage,
  PostSlug,
  PublishedPage,
  PublishedPost,
  PublishPost,
  UpdatePost,
} from "./schema";
import { createPost, publishPost } from "./write";

export const postRouter = router({
  published: publicProcedure
    .input(ListPosts)
    .output(PublishedPage)
    .query(({ ctx, input }) => listPublished(ctx.db, input)),

  bySlug: publicProcedure
    .input(PostSlug)
    .output(PublishedPost)
    .query(({ ctx, input }) => readPublished(ctx.db, input.slug)),

  mine: protectedProcedure
    .input(ListPosts)
    .output(PostPage)
    .query(async ({ ctx, input }) =>
      cutPage(
        await ctx.db.post.findMany(pageArgs("createdAt", input)),
        input.limit,
        (post) => post.createdAt,
      ),
    ),

  create: protectedProcedure
    .input(CreatePost)
    .output(Post)
    .mutation(({ ctx, input }) => createPost(ctx.db, input)),

  update: protectedProcedure
    .input(UpdatePost)
    .output(Post)
    .mutation(({ ctx, input: { id, ...data } }) => ctx.db.post.update({ where: { id }, data })),

  publish: protectedProcedure
    .input(PublishPost)
    .output(Post)
    .mutation(({ ctx, input }) => publishPost(ctx.db, input)),

  delete: protectedProcedure
    .input(OnePost)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) => ctx.db.post.delete({ where: input, select: { id: true } })),
});
