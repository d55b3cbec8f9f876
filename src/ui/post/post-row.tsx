"use client";

import { Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc, type Outputs } from "@/src/client/trpc";
import { Badge } from "../badge";
import { Button, IconButton } from "../button";
import { Confirm } from "../confirm";
import { Dialog } from "../dialog";
import { Day } from "../time";
import { PostForm } from "./post-form";

type Post = Outputs["post"]["mine"]["items"][number];

export function PostRow({ post }: { post: Post }) {
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const close = () => setOpen(null);
  const cache = trpc.useUtils();
  const changed = () => cache.post.invalidate();

  const update = trpc.post.update.useMutation({
    onSuccess: async () => {
      close();
      await changed();
    },
  });
  const publish = trpc.post.publish.useMutation({
    onSuccess: async (after) => {
      toast.success(
        after.status === "published"
          ? `“${after.title}” is in the blog`
          : `“${after.title}” is a draft again`,
      );
      await changed();
    },
    onError: (error) => notifyFault(error, `“${post.title}” was not changed`),
  });
  const remove = trpc.post.delete.useMutation({
    onSuccess: async () => {
      close();
      toast.success(`“${post.title}” was deleted`);
      await changed();
    },
    onError: (error) => notifyFault(error, `“${post.title}” was not deleted`),
  });

  const published = post.status === "published";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex items-center gap-2">
          {published ? (
            <Link
              href={`/blog/${post.slug}`}
              prefetch={false}
              className="truncate rounded-control font-medium hover:underline"
            >
              {post.title}
            </Link>
          ) : (
            <span className="truncate font-medium">{post.title}</span>
          )}
          <Badge tone={published ? "success" : "neutral"}>
            {published ? "Published" : "Draft"}
          </Badge>
        </p>
        <p className="text-small text-muted">
          {post.publishedAt ? "Published " : "Written "}
          <Day date={post.publishedAt ?? post.createdAt} />
        </p>
      </div>
      <div className="flex items-center">
        <Button
          {...calls("post.publish")}
          look="ghost"
          busy={publish.isPending}
          onClick={() => publish.mutate({ id: post.id, published: !published })}
        >
          {published ? "Unpublish" : "Publish"}
        </Button>
        <IconButton
          {...calls("post.update")}
          label={`Edit ${post.title}`}
          onClick={() => setOpen("edit")}
        >
          <Pencil aria-hidden />
        </IconButton>
        <IconButton
          {...calls("post.delete")}
          label={`Delete ${post.title}`}
          onClick={() => setOpen("delete")}
          className="hover:text-danger"
        >
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <Dialog open={open === "edit"} onClose={close} title="Edit post">
        <PostForm
          initial={post}
          action="Save"
          onCancel={close}
          onSubmit={(edited) => update.mutateAsync({ id: post.id, ...edited })}
        />
      </Dialog>
      <Confirm
        open={open === "delete"}
        onClose={close}
        onConfirm={() => remove.mutate({ id: post.id })}
        busy={remove.isPending}
        title={`Delete “${post.title}”?`}
        action="Delete post"
      >
        {published
          ? "The post leaves the blog, and links to it will lead nowhere. This cannot be undone."
          : "The draft will be lost. This cannot be undone."}
      </Confirm>
    </li>
  );
}
