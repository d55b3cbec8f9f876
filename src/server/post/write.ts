import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { Db } from "@/src/server/db/handle";
import type { CreatePost, PublishPost } from "./schema";

/** Creates a draft of the caller's. */
export function createPost(db: Db<"user">, { title, body }: z.infer<typeof CreatePost>) {
  return db.post.create({ data: { title, body, slug: slugOf(title) } });
}

/** Ends in chance, so that a slug never tells of another author's draft by being taken. */
function slugOf(title: string): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
  return `${words || "post"}-${randomBytes(4).toString("hex")}`;
}

export function publishPost(db: Db<"user">, { id, published }: z.infer<typeof PublishPost>) {
  return db.post.update({
    where: { id },
    data: published
      ? { status: "published", publishedAt: new Date() }
      : { status: "draft", publishedAt: null },
  });
}
