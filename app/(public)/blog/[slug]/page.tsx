import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { refusalOf } from "@/src/server/auth/guard";
import { readPublishedPost } from "@/src/server/trpc/published";
import { Avatar } from "@/src/ui/avatar";
import { PostBody } from "@/src/ui/post/post-body";
import { Day } from "@/src/ui/time";

/** Rendered when it is first asked for, and kept until a post changes: a build knows no post, and needs no database. */
export function generateStaticParams() {
  return [];
}

interface Props {
  params: Promise<{ slug: string }>;
}

/** Once a request: the page and its metadata both ask. */
const readPost = cache(async (slug: string) => {
  try {
    return await readPublishedPost({ slug });
  } catch (error) {
    const code = refusalOf(error);
    // An address of another form names no post either.
    if (code === "not_found" || code === "bad_input") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const post = await readPost((await params).slug);
  return { title: post.title };
}

export default async function PostPage({ params }: Props) {
  const post = await readPost((await params).slug);
  return (
    <article className="mx-auto w-full max-w-2xl px-4 py-12 sm:px-6">
      <Link
        href="/blog"
        className="inline-flex items-center gap-1.5 rounded-control text-small text-muted hover:text-text hover:underline"
      >
        <ArrowLeft aria-hidden className="size-3.5" />
        Blog
      </Link>
      <h1 className="mt-6 text-3xl leading-tight font-semibold tracking-tight text-balance break-words">
        {post.title}
      </h1>
      <p className="mt-4 flex items-center gap-2 text-small text-muted">
        <Avatar name={post.author.name ?? "?"} imageUrl={post.author.imageUrl} />
        {post.author.name ?? "A former member"}
        {post.publishedAt && (
          <>
            <span aria-hidden>·</span>
            <Day date={post.publishedAt} />
          </>
        )}
      </p>
      <div className="mt-8">
        <PostBody body={post.body} />
      </div>
    </article>
  );
}
