"use client";

import { PostFields } from "@/src/input/post";
import { Button } from "../button";
import { TextArea, TextField } from "../field";
import { SchemaForm, useSchemaForm } from "../form";

interface PostFormProps {
  initial: PostFields;
  action: string;
  onCancel: () => void;
  onSubmit: (post: PostFields) => Promise<unknown>;
}

export function PostForm({ initial, action, onCancel, onSubmit }: PostFormProps) {
  const { title, body } = initial;
  const form = useSchemaForm({ schema: PostFields, initial: { title, body }, onSubmit });
  return (
    <SchemaForm
      form={form}
      actions={
        <div className="mt-2 flex justify-end gap-2">
          <Button onClick={onCancel}>Cancel</Button>
          <Button look="primary" type="submit" busy={form.busy}>
            {action}
          </Button>
        </div>
      }
    >
      <TextField label="Title" {...form.field("title")} autoComplete="off" />
      <TextArea
        label="Text"
        hint="Plain text. An empty line starts a new paragraph."
        rows={9}
        {...form.field("body")}
      />
    </SchemaForm>
  );
}
