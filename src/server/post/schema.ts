import { z } from "zod";
import { PostAddress, PostId } from "@/src/access/ids";
import { PageInput, pageOf } from "@/src/server/page";
import { PostFields } from "@/src/input/post";

export const Post = z.object({
  id: PostId,
  slug: z.string(),
  title: z.string(),
  body: z.string(),
  status: z.string().pipe(z.enum(["draft", "published"])),
  publishedAt: z.date().nullable(),
  createdAt: z.date(),
});
export const PublishedPost = Post.omit({ status: true }).extend({
  author: z.object({ name: z.string().nullable(), imageUrl: z.string().nullable() }),
});

export const PostPage = pageOf(Post);
export const PublishedPage = pageOf(
  PublishedPost.omit({ body: true }).extend({ excerpt: z.string() }),
);

export const ListPosts = PageInput;
export const PostSlug = z.strictObject({ slug: PostAddress });
export const CreatePost = PostFields;
export const UpdatePost = CreatePost.extend({ id: PostId });
export const PublishPost = z.strictObject({ id: PostId, published: z.boolean() });
export const OnePost = z.strictObject({ id: PostId });
