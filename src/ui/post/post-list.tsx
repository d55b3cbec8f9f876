"use client";

import { PenLine } from "lucide-react";
import { trpc } from "@/src/client/trpc";
import { InfiniteList } from "../infinite-list";
import { State } from "../state";
import { postPage } from "./page-size";
import { PostRow } from "./post-row";

export function PostList() {
  const list = trpc.post.mine.useInfiniteQuery(
    { limit: postPage },
    { getNextPageParam: (page) => page.nextCursor },
  );
  return (
    <InfiniteList
      list={list}
      loading="Loading your posts"
      failed="Your posts could not be loaded"
      empty={
        <State icon={<PenLine />} title="You have written nothing yet">
          A post starts as a draft that only you see. Publish it, and it stands in the blog. Start
          with “New post”.
        </State>
      }
      row={(post) => <PostRow key={post.id} post={post} />}
    />
  );
}
