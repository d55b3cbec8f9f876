"use client";

import { PenLine } from "lucide-react";
import { trpc } from "@/src/client/trpc";
import { Button } from "../button";
import { CallFailed } from "../call-error";
import { ListSkeleton } from "../skeleton";
import { State } from "../state";
import { postPage } from "./page-size";
import { PostRow } from "./post-row";

export function PostList() {
  const list = trpc.post.mine.useInfiniteQuery(
    { limit: postPage },
    { getNextPageParam: (page) => page.nextCursor },
  );
  if (list.isPending) return <ListSkeleton rows={3} label="Loading your posts" />;
  if (list.isError && !list.data) {
    return (
      <CallFailed
        what="Your posts could not be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    );
  }
  const posts = list.data.pages.flatMap((page) => page.items);
  if (posts.length === 0) {
    return (
      <State icon={<PenLine />} title="You have written nothing yet">
        A post starts as a draft that only you see. Publish it, and it stands in the blog. Start
        with “New post”.
      </State>
    );
  }
  return (
    <>
      <ul className="divide-y divide-border overflow-hidden rounded-card border bg-surface">
        {posts.map((post) => (
          <PostRow key={post.id} post={post} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
