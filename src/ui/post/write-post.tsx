"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { valueOf, type ActionResult } from "@/src/client/fault";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { PostForm } from "./post-form";

interface WritePostProps {
  /** The server action that creates a draft. */
  createPost: (content: { title: string; body: string }) => Promise<ActionResult<{ id: string }>>;
}

export function WritePost({ createPost }: WritePostProps) {
  const [open, setOpen] = useState(false);
  const cache = trpc.useUtils();
  const create = useMutation({
    mutationFn: (content: { title: string; body: string }) => valueOf(createPost(content)),
    onSuccess: async () => {
      setOpen(false);
      toast.success("The draft was saved", {
        description: "Only you can see it until you publish it.",
      });
      await cache.post.mine.invalidate();
    },
  });
  return (
    <>
      <Button {...calls("post.create")} look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        New post
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="New post">
        <PostForm
          initial={{ title: "", body: "" }}
          action="Save draft"
          onCancel={() => setOpen(false)}
          onSubmit={(post) => create.mutateAsync(post)}
        />
      </Dialog>
    </>
  );
}
