import { Newspaper } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { refusalOf } from "@/src/server/auth/guard";
import { readPublishedPage } from "@/src/server/trpc/published";
import { Avatar } from "@/src/ui/avatar";
import { buttonClass } from "@/src/ui/button";
import { DocumentLink } from "@/src/ui/document-link";
import { State } from "@/src/ui/state";
import { Day } from "@/src/ui/time";

export const metadata: Metadata = {
  title: "Blog",
  description: "What people wrote and published with Gatehouse.",
};
/** On demand, from what is kept of the published posts: a build needs no database. */
export const dynamic = "force-dynamic";

interface Props {
  searchParams: Promise<{ after?: string | string[] }>;
}

export default async function BlogPage({ searchParams }: Props) {
  const { after } = await searchParams;
  const page = await readPage(typeof after === "string" ? after : null);
  return (
    <div className="mx-auto w-full max-w-2xl px-4 py-12 sm:px-6">
      <h1 className="text-3xl font-semibold tracking-tight">Blog</h1>
      {page.items.length === 0 ? (
        <div className="mt-8">
          <State
            icon={<Newspaper />}
            title="Nothing is published yet"
            action={
              <DocumentLink href="/dashboard" className={buttonClass("primary")}>
                Write a post
              </DocumentLink>
            }
          >
            Posts that people publish from their dashboard stand here.
          </State>
        </div>
      ) : (
        <ol className="mt-4 divide-y divide-border">
          {page.items.map((post) => (
            <li key={post.id} className="py-7">
              <article>
                <h2 className="text-lg font-semibold tracking-tight">
                  <Link
                    href={`/blog/${post.slug}`}
                    prefetch={false}
                    className="rounded-control hover:underline"
                  >
                    {post.title}
                  </Link>
                </h2>
                <p className="mt-1.5 text-base text-muted">{post.excerpt}</p>
                <p className="mt-3 flex items-center gap-2 text-small text-muted">
                  <Avatar
                    name={post.author.name ?? "?"}
                    imageUrl={post.author.imageUrl}
                    className="size-5"
                  />
                  {post.author.name ?? "A former member"}
                  {post.publishedAt && (
                    <>
                      <span aria-hidden>·</span>
                      <Day date={post.publishedAt} />
                    </>
                  )}
                </p>
              </article>
            </li>
          ))}
        </ol>
      )}
      {page.nextCursor && (
        <Link
          href={`/blog?after=${encodeURIComponent(page.nextCursor)}`}
          className={buttonClass("secondary", "mt-4")}
        >
          Older posts
        </Link>
      )}
    </div>
  );
}

async function readPage(cursor: string | null) {
  try {
    return await readPublishedPage({ cursor, limit: 10 });
  } catch (error) {
    // A page that somebody made up.
    if (refusalOf(error) === "bad_input") notFound();
    throw error;
  }
}
