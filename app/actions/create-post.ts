"use server";

import { refresh } from "next/cache";
import { TRPCError } from "@trpc/server";
import type { ErrorCode } from "@/src/access/errors";
import { errorCodeOf } from "@/src/server/trpc/fault";
import { getCaller } from "@/src/server/trpc/server";

export type CreatePostState =
  | { status: "idle" }
  | { status: "created"; id: string }
  | { status: "refused"; code: ErrorCode; message: string };

/** Creates a draft of the caller's from a form with `title` and `body`. The gate and the schema are post.create's. */
export async function createPost(
  _previous: CreatePostState,
  form: FormData,
): Promise<CreatePostState> {
  try {
    const caller = await getCaller();
    const { id } = await caller.post.create({
      title: text(form.get("title")),
      body: text(form.get("body")),
    });
    refresh();
    return { status: "created", id };
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    const code = errorCodeOf(error);
    return {
      status: "refused",
      code,
      message:
        code === "bad_input"
          ? "Give the post a title of 1 to 160 characters and a text of at most 20,000."
          : error.message,
    };
  }
}

/** A form field may be absent or a file; the schema refuses the empty text that stands for those. */
function text(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value : "";
}
