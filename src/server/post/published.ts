import type { z } from "zod";
import { AppError } from "@/src/access/errors";
import type { Db } from "@/src/server/db/handle";
import { cutPage, pageArgs } from "@/src/server/page";
import type { ListPosts } from "./schema";

/** What the public may know of an author: the database grants these columns and no other. */
const author = { select: { name: true, imageUrl: true } } as const;
const excerptLength = 220;

/** A page of published posts, newest first. Row security shows no draft. */
export async function listPublished(db: Db<"public">, input: z.infer<typeof ListPosts>) {
  const rows = await db.post.findMany({ ...pageArgs("publishedAt", input), include: { author } });
  const page = cutPage(rows, input.limit, (post) => post.publishedAt);
  return {
    nextCursor: page.nextCursor,
    items: page.items
      .filter(hasAuthor)
      .map(({ body, ...post }) => ({ ...post, excerpt: excerptOf(body) })),
  };
}

/**
 * Posts and authors are two statements. Whoever takes back their only post between them is no author to the public any more,
 * and what was read of them is neither a failure nor to be shown.
 */
function hasAuthor(post: { author: object | null }): boolean {
  return post.author !== null;
}

function excerptOf(body: string): string {
  if (body.length <= excerptLength) return body;
  const cut = body.slice(0, excerptLength);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), excerptLength / 2)).trimEnd()}…`;
}

/** @throws AppError not_found for a draft as for an absent post. */
export async function readPublished(db: Db<"public">, slug: string) {
  const post = await db.post.findFirst({ where: { slug }, include: { author } });
  if (!post || !hasAuthor(post)) throw new AppError("not_found");
  return post;
}
